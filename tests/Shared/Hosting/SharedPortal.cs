namespace Portal.Tests.Shared.Hosting;

/// <summary>
/// One portal for all tests of a class, with <c>acme</c> (Ada, Casey, Audrey) and <c>globex</c> (Ada alone). For tests that change
/// nothing that another could see.
/// </summary>
public sealed class SharedPortal : Xunit.IAsyncLifetime
{
    public PortalHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await PortalHost.StartAsync();
        await Host.CreateOrganizationAsync("acme", Web.Features.Account.DevelopmentPersonas.Casey, Web.Features.Account.DevelopmentPersonas.Audrey);
        await Host.CreateOrganizationAsync("globex");
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

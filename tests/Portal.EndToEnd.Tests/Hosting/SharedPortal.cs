namespace Portal.EndToEnd.Tests.Hosting;

/// <summary>One portal for tests that only read it.</summary>
public sealed class SharedPortal : IAsyncLifetime
{
    private PortalHost? _host;

    public PortalHost Host => _host ?? throw new InvalidOperationException("The shared portal has not started.");

    public async ValueTask InitializeAsync() => _host = await PortalHost.StartAsync();

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}

[CollectionDefinition(Name)]
public sealed class SharedPortalCollection : ICollectionFixture<SharedPortal>
{
    public const string Name = "shared portal";
}

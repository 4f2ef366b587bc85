using Bunit;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Live;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Web.Session;
using Portal.Web.Tests.Components;

namespace Portal.Web.Tests.Session;

public sealed class PortalComponentTests : PartContext
{
    public PortalComponentTests()
        : base(Role.Auditor)
    {
    }

    [Fact]
    public async Task Load_WhenANewerOneBegins_IsCancelledAndItsLateResultIsDropped()
    {
        var page = Render<Page>();
        TaskCompletionSource<string> slow = new(), quick = new();

        var first = page.InvokeAsync(() => page.Instance.ReadAsync(slow.Task));
        var second = page.InvokeAsync(() => page.Instance.ReadAsync(quick.Task));
        quick.SetResult("new");
        slow.SetResult("old");

        Assert.Equal((false, true), (await first, await second));
        Assert.Equal(["new"], page.Instance.Shown);
    }

    [Fact]
    public async Task Load_WhenTheComponentIsGone_IsCancelled()
    {
        var page = Render<Page>();
        var reading = page.InvokeAsync(() => page.Instance.WaitAsync());

        page.Instance.Dispose();

        Assert.False(await reading);
    }

    [Fact]
    public async Task Load_ThatFails_IsNotSwallowed()
    {
        var page = Render<Page>();

        var failed = page.InvokeAsync(() => page.Instance.ReadAsync(Task.FromException<string>(new InvalidOperationException("no"))));

        Assert.Equal("no", (await Assert.ThrowsAsync<InvalidOperationException>(() => failed)).Message);
    }

    [Fact]
    public async Task Listen_HearsItsOwnOrganizationAndKindUntilItIsGone()
    {
        var page = Render<Page>();
        var own = Services.GetRequiredService<TenantScope>().OrganizationId;
        var connection = Guid.NewGuid();

        Publish(own, new ConnectionChanged(connection));
        Publish(own, new ComplianceChanged());
        Publish(Guid.NewGuid(), new ConnectionChanged(Guid.NewGuid()));
        page.WaitForAssertion(() => Assert.Equal([connection], page.Instance.Heard));

        page.Instance.Dispose();
        Publish(own, new ConnectionChanged(Guid.NewGuid()));
        await page.InvokeAsync(() => { });
        Assert.Equal([connection], page.Instance.Heard);
    }

    [Fact]
    public void Page_KnowsWhereItIsAndWhatItsActorMay()
    {
        var page = Render<Page>();

        Assert.Equal(("/o/acme", "/o/acme/evidence"), (page.Instance.LinkTo(""), page.Instance.LinkTo("evidence")));
        Assert.Equal((true, false), (page.Instance.Can(Permission.ReadAuditLog), page.Instance.Can(Permission.ManageConnections)));
    }

    /// <summary>Publishing belongs to use cases; the method is internal to them.</summary>
    private void Publish(Guid organization, OrganizationEvent message) =>
        typeof(OrganizationEvents).GetMethod("Publish", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
            .Invoke(Services.GetRequiredService<OrganizationEvents>(), [organization, message]);

    private sealed class Page : PortalComponent
    {
        public List<string> Shown { get; } = [];

        public List<Guid> Heard { get; } = [];

        public Task<bool> ReadAsync(Task<string> source) => LoadAsync(_ => source, Shown.Add);

        public Task<bool> WaitAsync() => LoadAsync(token => Task.Delay(Timeout.Infinite, token));

        public string LinkTo(string path) => Link(path);

        public bool Can(Permission permission) => May(permission);

        protected override void OnInitialized() => Listen<ConnectionChanged>(e =>
        {
            Heard.Add(e.ConnectionId);
            return Task.CompletedTask;
        });

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Heard.Count);
    }
}

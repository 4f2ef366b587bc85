using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Portal.Platform.Authorization;
using Portal.Web.Shell;
using Portal.Web.Tests.Components;

namespace Portal.Web.Tests.Shell;

public sealed class PortalErrorBoundaryTests : PartContext
{
    private static Exception? _next;

    [Fact]
    public void Failure_ShowsATraceIdAndWhatToDoButNoReason()
    {
        _next = new InvalidOperationException("a secret reason");

        var page = Render<PortalErrorBoundary>(p => p.AddChildContent<Failing>());

        Assert.Equal("Something went wrong", page.Find("h1").TextContent);
        Assert.Matches("^[0-9a-f]{32}$", page.Find("code").TextContent);
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Retry_AfterTheCauseIsGone_ShowsThePage()
    {
        _next = new InvalidOperationException("once");
        var page = Render<PortalErrorBoundary>(p => p.AddChildContent<Failing>());

        _next = null;
        page.Find("button").Click();

        Assert.Equal("fine", page.Markup);
    }

    [Fact]
    public void Refusal_SaysThatTheRoleDoesNotAllowIt()
    {
        _next = new ForbiddenException(Permission.RevokeConnections, Actor.Person(Guid.Empty, "Audrey", Role.Auditor));

        var page = Render<PortalErrorBoundary>(p => p.AddChildContent<Failing>());

        Assert.Equal("Not allowed", page.Find("h1").TextContent);
        Assert.Empty(page.FindAll("button"));
    }

    private sealed class Failing : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            if (_next is not null)
            {
                throw _next;
            }

            builder.AddContent(0, "fine");
        }
    }
}

using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Portal.Platform.Authorization;

namespace Portal.Web.Shell;

/// <summary>Keeps one page's failure in that page. What is shown says what to do and carries a trace id; what happened is in the log under it.</summary>
public sealed partial class PortalErrorBoundary : ErrorBoundaryBase
{
    private string _traceId = "";

    [Inject] private ILogger<PortalErrorBoundary> Log { get; set; } = null!;

    protected override Task OnErrorAsync(Exception exception)
    {
        _traceId = Activity.Current?.TraceId.ToHexString() ?? ActivityTraceId.CreateRandom().ToHexString();
        PageFailed(exception, _traceId);
        return Task.CompletedTask;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        builder.OpenComponent<PageFailure>(1);
        builder.AddComponentParameter(2, nameof(PageFailure.TraceId), _traceId);
        builder.AddComponentParameter(3, nameof(PageFailure.Forbidden), CurrentException is ForbiddenException);
        builder.AddComponentParameter(4, nameof(PageFailure.OnRetry), EventCallback.Factory.Create(this, Recover));
        builder.CloseComponent();
    }

    [LoggerMessage(LogLevel.Error, "A page failed; the person was shown trace id {TraceId}.")]
    private partial void PageFailed(Exception exception, string traceId);
}

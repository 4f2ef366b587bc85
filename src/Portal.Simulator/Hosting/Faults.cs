using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Portal.Simulator.Answers;

namespace Portal.Simulator.Hosting;

/// <summary>The ways in which the vendor misbehaves.</summary>
internal static class Faults
{
    private static readonly TimeSpan TimeToReadTheStart = TimeSpan.FromMilliseconds(100);

    /// <param name="answerProperly">What would have been answered; some faults spoil it, some only delay it.</param>
    public static Task StrikeAsync(HttpContext context, FaultScript fault, DateTimeOffset now, Func<Task> answerProperly) => fault.Kind switch
    {
        FaultKind.KeyRejected => KeyRejectedAsync(context),
        FaultKind.RefusedWithoutReason => VendorAnswers.RefuseAsync(context, 401, null),
        FaultKind.LockedOut => LockedOutAsync(context),
        FaultKind.Forbidden => VendorAnswers.RefuseAsync(context, 403, "You do not have access to this resource"),
        FaultKind.RateLimitedSeconds => LimitedAsync(context, 429, fault.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture)),
        FaultKind.RateLimitedHttpDate =>
            LimitedAsync(context, 429, RoundUp(now.AddSeconds(fault.RetryAfterSeconds)).ToString("r", CultureInfo.InvariantCulture)),
        FaultKind.BusyRetryAfter => LimitedAsync(context, 503, fault.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture)),
        FaultKind.Unavailable => VendorAnswers.RefuseAsync(context, 503, null),
        FaultKind.ServerError => VendorAnswers.RefuseAsync(context, 500, null),
        FaultKind.Slow => SlowAsync(context, fault.Delay, answerProperly),
        FaultKind.Hang => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted),
        FaultKind.ResetMidBody => ResetAsync(context, answerProperly),
        FaultKind.TruncatedJson => TruncateAsync(context, answerProperly),
        FaultKind.HtmlPage => VendorAnswers.HtmlAsync(context, 200, "Welcome"),
        FaultKind.XmlAnswer => VendorAnswers.XmlAsync(context, new("result", new System.Xml.Linq.XAttribute("id", "0"))),
        FaultKind.Redirect => RedirectAsync(context),
    };

    public static Task KeyRejectedAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = $"Basic realm=\"https://{context.Request.Host.Host}\"";
        return VendorAnswers.RefuseAsync(context, 401, VendorAnswers.InvalidKey);
    }

    public static Task LockedOutAsync(HttpContext context) => VendorAnswers.RefuseAsync(context, 403, "API access has been disabled for a while");

    public static Task RedirectAsync(HttpContext context)
    {
        context.Response.Headers.Location = "https://www.bamboohr.example/login";
        return VendorAnswers.HtmlAsync(context, 302, "Moved");
    }

    private static Task LimitedAsync(HttpContext context, int status, string retryAfter)
    {
        context.Response.Headers.RetryAfter = retryAfter;
        return VendorAnswers.RefuseAsync(context, status, status == 429 ? "Limit exceeded" : null);
    }

    private static async Task SlowAsync(HttpContext context, TimeSpan delay, Func<Task> answerProperly)
    {
        await Task.Delay(delay, context.RequestAborted);
        await answerProperly();
    }

    private static async Task TruncateAsync(HttpContext context, Func<Task> answerProperly)
    {
        var bytes = await CaptureAsync(context, answerProperly);
        await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
    }

    private static async Task ResetAsync(HttpContext context, Func<Task> answerProperly)
    {
        var bytes = await CaptureAsync(context, answerProperly);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        // A reset throws away what the client has not read yet; give it the time to see that an answer began.
        await Task.Delay(TimeToReadTheStart, context.RequestAborted);
        // Kestrel closes an aborted connection without lingering: the client sees a TCP reset.
        context.Abort();
    }

    /// <summary>Runs the endpoint against a buffer; status and headers are kept.</summary>
    private static async Task<byte[]> CaptureAsync(HttpContext context, Func<Task> answerProperly)
    {
        var original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var buffer = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(buffer));
        try
        {
            await answerProperly();
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            context.Features.Set(original);
        }

        return buffer.ToArray();
    }

    /// <summary>An HTTP date has no fractions of a second; rounding down would ask for less than was meant.</summary>
    private static DateTimeOffset RoundUp(DateTimeOffset instant) =>
        instant.AddTicks((TimeSpan.TicksPerSecond - instant.Ticks % TimeSpan.TicksPerSecond) % TimeSpan.TicksPerSecond);
}

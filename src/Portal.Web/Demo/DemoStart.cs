using System.Diagnostics;
using System.Globalization;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Data;
using Portal.Compliance.Demo;
using Portal.Compliance.Organizations;
using Portal.Platform.Time;

namespace Portal.Web.Demo;

/// <summary>Before the portal listens: the clock and the vendor as they were left. Afterwards, once, the history.</summary>
internal sealed partial class DemoStart(
    DemoVendor vendor, DemoVendorState state, IServiceScopeFactory scopes, InstallationSettings settings, ProductClock clock,
    HurriedWrites writes, DatabaseStart database, ScheduleGate gate, DemoProgress progress, IHostApplicationLifetime life, ILogger<DemoStart> log)
{
    private const string Written = "demo.history";

    /// <summary>Set instead of the time of writing while the history is written into a database that was empty before.</summary>
    private const string Begun = "begun";

    /// <summary>
    /// A first start that was killed left half a history, which nothing could continue. The database held nothing but that, so it is
    /// thrown away.
    /// </summary>
    public async Task ForgetHalfAHistoryAsync(CancellationToken cancellationToken)
    {
        if (await settings.ReadAsync(Written, cancellationToken) is Begun)
        {
            Interrupted();
            await database.StartOverAsync(cancellationToken);
        }
    }

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (await settings.ReadAsync(MoveDemoClock.OffsetSetting, cancellationToken) is { } ticks
            && TimeSpan.FromTicks(long.Parse(ticks, CultureInfo.InvariantCulture)) is var offset && offset > TimeSpan.Zero)
        {
            clock.Advance(offset);
        }

        await vendor.StartAsync(cancellationToken);
        await state.RestoreAsync(cancellationToken);
        VendorListens(vendor.BaseAddress!);
        if (await settings.ReadAsync(Written, cancellationToken) is null)
        {
            if (!await settings.HasOrganizationsAsync(cancellationToken))
            {
                await settings.WriteAsync(Written, Begun, cancellationToken);
            }

            gate.Close();
            progress.Begin();
        }
    }

    /// <summary>Nobody is served and nothing runs by itself meanwhile.</summary>
    public async Task WriteHistoryAsync(CancellationToken cancellationToken)
    {
        if (!progress.IsWriting)
        {
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, life.ApplicationStopping);
        try
        {
            await WriteAsync(stop.Token);
        }
        catch (OperationCanceledException) when (life.ApplicationStopping.IsCancellationRequested)
        {
            // The next start writes it anew.
            return;
        }

        progress.End();
        gate.Open();
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        await writes.DuringAsync(() => scope.ServiceProvider.GetRequiredService<DemoHistory>().WriteAsync(cancellationToken), cancellationToken);
        await settings.WriteAsync(Written, clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), cancellationToken);
        HistoryWritten(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    [LoggerMessage(LogLevel.Warning, "The last start was interrupted while it wrote the demo's history. It is written anew.")]
    private partial void Interrupted();

    [LoggerMessage(LogLevel.Information, "The demo's history was written in {Seconds:0.0} s.")]
    private partial void HistoryWritten(double seconds);

    [LoggerMessage(LogLevel.Information, "The simulated BambooHR listens on {Address}.")]
    private partial void VendorListens(Uri address);
}

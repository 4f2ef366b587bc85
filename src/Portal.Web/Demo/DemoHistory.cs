using Microsoft.Extensions.Options;
using Portal.Compliance.Connections;
using Portal.Compliance.Organizations;
using Portal.Platform.Time;
using Portal.Simulator;
using Portal.Web.Features.Account;

namespace Portal.Web.Demo;

/// <summary>
/// Thirteen months of three organizations, made by the same use cases that people and the scheduler call, at scripted instants. What
/// happens is a function of the first start's UTC midnight; ids, salts and signatures are not.
/// </summary>
internal sealed partial class DemoHistory(
    DemoVendor vendor, DemoVendorState state, DemoScopes scopes, CatchUp catchUp, CreateOrganization create,
    DemoProgress progress, ProductClock clock, IOptions<DemoOptions> options, ILogger<DemoHistory> log)
{
    /// <summary>After the last slot of the day: connections are spread over the first four hours.</summary>
    private static readonly TimeSpan Collected = new(4, 5, 0);

    /// <summary>Nights of the past whose checkpoint was signed. Each reads the whole log, so a year of them would take minutes to write.</summary>
    private const int SignedNights = 7;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        using var inMemory = vendor.AnswerInMemory();
        // Each in an asynchronous flow, and so at an instant, of its own.
        await Task.WhenAll(
            Task.Run(() => NorthwindAndTailspinAsync(today, now, cancellationToken), cancellationToken),
            Task.Run(() => FabrikamAsync(today, now, cancellationToken), cancellationToken));
    }

    /// <summary>One connection against Fabrikam's three leaves time for an organization that was founded yesterday and has connected nothing.</summary>
    private async Task NorthwindAndTailspinAsync(DateTimeOffset today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await NorthwindAsync(today, now, cancellationToken);
        await AtAsync(today.AddDays(-1), () => FoundAsync("Tailspin Toys", "tailspin", "America/New_York", ["soc2", "iso27001"], cancellationToken));
    }

    /// <summary>Healthy today. Its past has a vendor outage that went stale and recovered, and a run that was not believed.</summary>
    private async Task NorthwindAsync(DateTimeOffset today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = today.AddDays(-options.Value.HistoryDays);
        var tenant = await AtAsync(start.AddHours(9), () =>
            FoundAsync("Northwind Traders", "northwind", "America/Denver", ["soc2", "iso27001", "csf2", "nist80053", "hipaa"], cancellationToken));
        await PlayAsync(tenant, start, now,
        [
            new(start.AddHours(10), () => scopes.ConnectAsync(tenant, Companies.Northwind, "America/Denver", cancellationToken)),
            AtVendor(today.AddDays(-130), control => control.TakeDown(Companies.Northwind)),
            AtVendor(today.AddDays(-127), control => control.BringUp(Companies.Northwind)),
            AtVendor(today.AddDays(-60), control => control.DropHeadcount(Companies.Northwind)),
            AtVendor(today.AddDays(-59), control => control.RestoreHeadcount(Companies.Northwind)),
        ], cancellationToken);
    }

    /// <summary>
    /// One account left behind and revoked, one whose key the vendor has refused for three days, and a fresh one whose onboarding fails.
    /// </summary>
    private async Task FabrikamAsync(DateTimeOffset today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var days = options.Value.HistoryDays;
        var start = today.AddDays(-days);
        var (moved, second) = (Math.Max(2, days * 2 / 5), Math.Max(1, days / 6));
        var tenant = await AtAsync(start.AddHours(8), () =>
            FoundAsync("Fabrikam Works", "fabrikam", "Europe/Berlin", ["soc2", "iso27001", "csf2"], cancellationToken));
        var old = Guid.Empty;
        await PlayAsync(tenant, start, now,
        [
            new(start.AddHours(9), async () => old = await scopes.ConnectAsync(tenant, Companies.Acme, "Europe/Berlin", cancellationToken)),
            new(today.AddDays(-moved).AddHours(13), () => scopes.ConnectAsync(tenant, Companies.Fabrikam, "Europe/Berlin", cancellationToken)),
            new(today.AddDays(1 - moved).AddHours(11), () => scopes.RevokeAsync(tenant, old, "Moved to a new BambooHR account of our own.", cancellationToken)),
            new(today.AddDays(-second).AddHours(15), () => scopes.ConnectAsync(tenant, Companies.Contoso, "Europe/Berlin", cancellationToken)),
            // In a history too short for it the key would be refused before it was ever used.
            new(today.AddDays(-3), () => moved > 3 ? state.SetKeyRevokedAsync(Companies.Fabrikam, true, cancellationToken) : Task.CompletedTask),
        ], cancellationToken);
    }

    /// <summary>What happens at the vendor happens at midnight, before that day's collection.</summary>
    private Act AtVendor(DateTimeOffset midnight, Action<SimulatorControl> change) => new(midnight, () =>
    {
        change(vendor.Control);
        return Task.CompletedTask;
    });

    /// <summary>
    /// Plays the script, and the nights in between, in the order of their instants. After each act everything that is due by then happens, and
    /// what failed is tried again at the instant it was put off to.
    /// </summary>
    private async Task PlayAsync(
        OpenedOrganization tenant, DateTimeOffset start, DateTimeOffset now, IReadOnlyList<Act> script, CancellationToken cancellationToken)
    {
        var days = (now - start).Days;
        Writing(tenant.Tenant.Name, days);
        var acts = script.Concat(Nights(tenant, start, now, cancellationToken)).Where(act => act.At > start && act.At < now)
            .OrderBy(act => act.At).Append(new Act(now)).ToList();
        for (var i = 0; i < acts.Count; i++)
        {
            progress.Report(tenant.Tenant.Name, (acts[i].At - start).Days, days);
            var (at, until) = (acts[i].At, i + 1 < acts.Count ? acts[i + 1].At : now);
            await AtAsync(at, acts[i].Happens);
            while (await AtAsync(at, () => catchUp.RunAsync(tenant.Tenant.OrganizationId, cancellationToken)) is { } retry && retry > at && retry < until)
            {
                at = retry;
            }

            await AtAsync(at, acts[i].Ends);
        }
    }

    /// <summary>A collection a night; the last ones are signed.</summary>
    private IEnumerable<Act> Nights(OpenedOrganization tenant, DateTimeOffset start, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var day = start.AddDays(1); day <= now; day = day.AddDays(1))
        {
            yield return new Act(
                day + Collected + TimeSpan.FromSeconds(day.DayOfYear * 7 % 300),
                Ends: (now - day).Days < SignedNights ? () => scopes.SignAsync(tenant, cancellationToken) : null);
        }
    }

    private async Task<OpenedOrganization> FoundAsync(
        string name, string slug, string zone, IReadOnlyList<string> frameworks, CancellationToken cancellationToken)
    {
        var made = await create.ExecuteAsync(new NewOrganization(name, slug, zone), DevelopmentPersonas.Ada.Identity, cancellationToken);
        return await scopes.FurnishAsync(made.Value, frameworks, cancellationToken);
    }

    private async Task<T> AtAsync<T>(DateTimeOffset instant, Func<Task<T>> act)
    {
        using var scripted = clock.At(instant);
        return await act();
    }

    private async Task AtAsync(DateTimeOffset instant, Func<Task>? act)
    {
        using var scripted = clock.At(instant);
        await (act?.Invoke() ?? Task.CompletedTask);
    }

    [LoggerMessage(LogLevel.Information, "Writing the demo's history: {Organization}, {Days} days.")]
    private partial void Writing(string organization, int days);

    /// <param name="Happens">Before everything that is due at its instant.</param>
    /// <param name="Ends">After all of that.</param>
    private sealed record Act(DateTimeOffset At, Func<Task>? Happens = null, Func<Task>? Ends = null);
}

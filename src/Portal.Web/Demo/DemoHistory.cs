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
    DemoVendor vendor, DemoVendorClock vendorClock, DemoVendorState state, DemoScopes scopes, CatchUp catchUp, CreateOrganization create,
    ProductClock clock, IOptions<DemoOptions> options, ILogger<DemoHistory> log)
{
    /// <summary>After the last slot of the day: connections are spread over the first four hours.</summary>
    private static readonly TimeSpan Collected = new(4, 5, 0);

    /// <summary>Nights of the past whose checkpoint was signed. Each reads the whole log, so a year of them would take minutes to write.</summary>
    private const int SignedNights = 7;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        try
        {
            await NorthwindAsync(today, now, cancellationToken);
            await FabrikamAsync(today, now, cancellationToken);
            await AtAsync(today.AddDays(-1), () => FoundAsync("Tailspin Toys", "tailspin", "America/New_York", [], cancellationToken));
        }
        finally
        {
            vendorClock.Follow();
        }
    }

    /// <summary>Healthy today. Its past has a vendor outage that went stale and recovered, and a run that was not believed.</summary>
    private async Task NorthwindAsync(DateTimeOffset today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = today.AddDays(-options.Value.HistoryDays);
        var tenant = await AtAsync(start.AddHours(9), () =>
            FoundAsync("Northwind Traders", "northwind", "America/Denver", ["soc2", "iso27001", "csf2", "nist80053", "hipaa"], cancellationToken));
        await AtAsync(start.AddHours(10), () => scopes.ConnectAsync(tenant, Companies.Northwind, "America/Denver", cancellationToken));
        await DaysAsync(tenant, start, today, now, day =>
        {
            switch (today.Subtract(day).Days)
            {
                case 130: vendor.Control.TakeDown(Companies.Northwind); break;
                case 127: vendor.Control.BringUp(Companies.Northwind); break;
                case 60: vendor.Control.DropHeadcount(Companies.Northwind); break;
                case 59: vendor.Control.RestoreHeadcount(Companies.Northwind); break;
            }

            return Task.CompletedTask;
        }, cancellationToken);
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
        var old = await AtAsync(start.AddHours(9), () => scopes.ConnectAsync(tenant, Companies.Acme, "Europe/Berlin", cancellationToken));
        await DaysAsync(tenant, start, today, now, async day =>
        {
            var ago = today.Subtract(day).Days;
            if (ago == moved)
            {
                await AtAsync(day.AddHours(13), () => scopes.ConnectAsync(tenant, Companies.Fabrikam, "Europe/Berlin", cancellationToken));
            }
            else if (ago == moved - 1)
            {
                await AtAsync(day.AddHours(11), () => scopes.RevokeAsync(tenant, old, "Moved to a new BambooHR account of our own.", cancellationToken));
            }

            if (ago == second)
            {
                await AtAsync(day.AddHours(15), () => scopes.ConnectAsync(tenant, Companies.Contoso, "Europe/Berlin", cancellationToken));
            }

            if (ago == 3)
            {
                await state.SetKeyRevokedAsync(Companies.Fabrikam, true, cancellationToken);
            }
        }, cancellationToken);
    }

    /// <summary>Plays the script day by day; everything that is due that day happens as it would have.</summary>
    private async Task DaysAsync(
        OpenedOrganization tenant, DateTimeOffset start, DateTimeOffset today, DateTimeOffset now, Func<DateTimeOffset, Task> script,
        CancellationToken cancellationToken)
    {
        Writing(tenant.Tenant.Name, (today - start).Days);
        for (var day = start; day <= today; day = day.AddDays(1))
        {
            var instant = day + (day == start ? TimeSpan.FromHours(12) : Collected) + TimeSpan.FromSeconds(day.DayOfYear * 7 % 300);
            if (instant > now)
            {
                break;
            }

            if (day > start)
            {
                await script(day);
            }

            await AtAsync(instant, async () =>
            {
                await catchUp.RunAsync(tenant.Tenant.OrganizationId, cancellationToken);
                return (today - day).Days < SignedNights && await scopes.SignAsync(tenant, cancellationToken);
            });
        }

        // What the script did later on its days (a connection's first sync) is due by now.
        await AtAsync(now, async () =>
        {
            await catchUp.RunAsync(tenant.Tenant.OrganizationId, cancellationToken);
            return true;
        });
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
        vendorClock.At(instant);
        return await act();
    }

    [LoggerMessage(LogLevel.Information, "Writing the demo's history: {Organization}, {Days} days.")]
    private partial void Writing(string organization, int days);
}

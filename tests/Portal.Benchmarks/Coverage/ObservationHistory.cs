using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Compliance.Data.Unfiltered;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Connectors.Sdk;

namespace Portal.Benchmarks.Coverage;

/// <summary>
/// Ten connections, three kinds of evidence, an observation an hour of each, up to <see cref="End"/>; one kind of one connection fails during
/// the last three days, so that the dashboard also has to date a fall. A day's observations name one run: nothing here reads runs.
/// </summary>
internal static class ObservationHistory
{
    public static readonly DateTimeOffset End = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private const int Connections = 10;
    private static readonly string[] Kinds = ["bamboohr.active_employees", "bamboohr.terminations", "bamboohr.onboarding_completion"];
    private static readonly TimeSpan Failing = TimeSpan.FromDays(3);

    public static async Task WriteAsync(World world, int observations)
    {
        var hours = observations / (Connections * Kinds.Length);
        var begin = End.AddHours(-hours);
        var connections = await AddConnectionsAsync(world, begin);
        using (world.Clock.At(begin))
        {
            await AdoptAsync(world);
        }

        var findings = new Dictionary<(Guid, string, EvidenceResult), Guid>();
        for (var day = 0; day * 24 < hours; day += 30)
        {
            var (from, to) = (day * 24, Math.Min(hours, (day + 30) * 24));
            await world.WriteAsync(work => AddMonthAsync(work, connections, findings, begin, from, to));
        }
    }

    private static async Task AddMonthAsync(
        TenantWork work, Guid[] connections, Dictionary<(Guid, string, EvidenceResult), Guid> findings, DateTimeOffset begin, int from, int to)
    {
        await using var bulk = new BulkWriter(work.Db);
        var runs = new Guid[connections.Length];
        for (var hour = from; hour < to; hour++)
        {
            var asOf = begin.AddHours(hour + 1);
            for (var c = 0; c < connections.Length; c++)
            {
                if (hour % 24 == 0)
                {
                    runs[c] = await AddRunAsync(work, bulk, connections[c], asOf);
                }

                foreach (var kind in Kinds)
                {
                    var result = c == 0 && kind == Kinds[2] && asOf > End - Failing ? EvidenceResult.NotSatisfied : EvidenceResult.Satisfied;
                    if (!findings.TryGetValue((connections[c], kind, result), out var evidence))
                    {
                        evidence = findings[(connections[c], kind, result)] = await AddEvidenceAsync(work, bulk, connections[c], runs[c], kind, result, asOf);
                    }

                    await bulk.InsertAsync(new Observation
                    {
                        OrganizationId = work.OrganizationId,
                        Id = work.NewId(),
                        EvidenceId = evidence,
                        ConnectionId = connections[c],
                        Kind = kind,
                        RunId = runs[c],
                        AsOf = asOf,
                        Accepted = true,
                        Result = result,
                        ReasonCode = Reason(result),
                        ProvenanceJson = """{"endpoint":"POST /api/v2/datasets/employee/data","pages":1,"providerTotal":214}""",
                    }, CancellationToken.None);
                }
            }
        }
    }

    private static string? Reason(EvidenceResult result) => result == EvidenceResult.Satisfied ? null : "below_threshold";

    private static async Task<Guid> AddRunAsync(TenantWork work, BulkWriter bulk, Guid connection, DateTimeOffset at)
    {
        var run = BenchmarkRows.Run(work, connection, at);
        await bulk.InsertAsync(run, CancellationToken.None);
        return run.Id;
    }

    private static async Task<Guid> AddEvidenceAsync(
        TenantWork work, BulkWriter bulk, Guid connection, Guid run, string kind, EvidenceResult result, DateTimeOffset at)
    {
        var evidence = new EvidenceRecord
        {
            OrganizationId = work.OrganizationId,
            Id = work.NewId(),
            ConnectionId = connection,
            Kind = kind,
            SchemaVersion = 1,
            Subject = "acme",
            Fingerprint = RandomNumberGenerator.GetBytes(32),
            Result = result,
            ReasonCode = Reason(result),
            FirstRunId = run,
            FirstObservedAt = at,
        };
        await bulk.InsertAsync(evidence, CancellationToken.None);
        return evidence.Id;
    }

    private static async Task<Guid[]> AddConnectionsAsync(World world, DateTimeOffset at)
    {
        var ids = new Guid[Connections];
        await world.WriteAsync(async work =>
        {
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = work.NewId();
                work.Db.Add(new Connection
                {
                    OrganizationId = work.OrganizationId,
                    Id = ids[i],
                    Connector = "bamboohr",
                    Name = $"BambooHR {i}",
                    AccountLabel = $"c{i}.bamboohr.com",
                    SettingsJson = "{}",
                    State = ConnectionState.Active,
                    CreatedAt = at,
                    Cadence = TimeSpan.FromHours(24),
                    Grace = TimeSpan.FromHours(2),
                    StaleAfter = TimeSpan.FromHours(48),
                    CredentialVersion = 1,
                    CredentialSetAt = at,
                    NextDueAt = at,
                    ConsecutiveFailures = 0,
                    LeaseEpoch = 0,
                });
            }

            await work.Db.SaveChangesAsync();
        });
        return ids;
    }

    private static async Task AdoptAsync(World world)
    {
        foreach (var framework in FrameworkCatalog.Shipped.Frameworks)
        {
            await using var scope = world.Enter();
            if (!(await scope.ServiceProvider.GetRequiredService<AdoptFramework>().ExecuteAsync(framework.Id)).IsOk)
            {
                throw new InvalidOperationException($"{framework.Id} could not be adopted.");
            }
        }
    }
}

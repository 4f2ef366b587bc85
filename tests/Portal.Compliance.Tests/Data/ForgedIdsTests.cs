using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage;
using Portal.Compliance.Data;
using Portal.Compliance.Demo;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Organizations;
using Portal.Compliance.Tests.Data.Isolation;
using Portal.Compliance.Tests.Data.Providers.SqlServer;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Data;

/// <summary>Every public use case, asked by an administrator of one organization with the ids of another's rows.</summary>
public sealed class ForgedIdsTests
{
    private const string Secret = "Known to Acme only 7f3a91";

    /// <summary>
    /// What is meant for more than one organization, and is not a person's to ask: the demo's one clock, which makes due what every
    /// organization has due, and the membership that the host's own allow-list gives, in the organization that the list names.
    /// </summary>
    private static readonly Type[] OfTheHost = [typeof(MoveDemoClock), typeof(SeedMembership)];

    [Theory]
    [InlineData(DatabaseEngine.Sqlite)]
    [InlineData(DatabaseEngine.PostgreSql)]
    public async Task UseCase_WithAnotherOrganizationsIds_TellsNothingAndChangesNothing(DatabaseEngine engine)
    {
        Assert.SkipWhen(EveryEngineAttribute.Missing(engine) is not null, EveryEngineAttribute.Missing(engine) ?? "");
        await using var world = await SyncWorld.CreateAsync(engine, more: services => services.AddFrameworks().AddCoverage().AddOrganizations());
        var theirs = await UseCaseArguments.PrepareAsync(world);
        await using (var rows = world.Database.Rows(world.Acme))
        {
            await rows.Set<Connection>().ExecuteUpdateAsync(set => set.SetProperty(c => c.Name, Secret));
        }

        // Evidence of the same find has the same fingerprint everywhere; a leaf of the log is salted, and nobody else's.
        var leaves = await world.ReadAsync(db => db.Set<AuditEntry>().Select(e => e.LeafHash).ToListAsync());
        string[] telling = [Secret, .. leaves.SelectMany(f => new[] { Convert.ToHexStringLower(f), Convert.ToHexString(f), Convert.ToBase64String(f) })];
        var before = await EverythingAsync(world);
        foreach (var useCase in EveryUseCase.All.Except(OfTheHost))
        {
            foreach (var generous in new[] { false, true })
            {
                await using var scope = world.Database.Enter(world.Database.Globex, Role.Admin);
                var said = await SayAsync(scope, useCase, theirs, generous);
                Assert.False(telling.Any(secret => said.Contains(secret, StringComparison.Ordinal)), $"{useCase.Name} told: {said}");
            }
        }

        var after = await EverythingAsync(world);
        Assert.Empty(after.Except(before));
        Assert.Empty(before.Except(after));
        // The same question of the owner tells what the stranger was not told.
        await using var owner = world.Enter();
        Assert.Contains(Secret, await SayAsync(owner, typeof(ListConnections), theirs, generous: false), StringComparison.Ordinal);
    }

    private static async Task<string> SayAsync(TestScope scope, Type useCase, UseCaseArguments known, bool generous)
    {
        try
        {
            var answer = await EveryUseCase.AskAsync(scope, useCase, known, generous);
            return answer is null ? "" : $"{JsonSerializer.Serialize(answer, answer.GetType())} {answer}";
        }
        // Some answers are no data, some questions are refused by exception: either way only the words count.
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            return e.ToString();
        }
    }

    private static async Task<List<string>> EverythingAsync(SyncWorld world)
    {
        await using var rows = world.Database.Rows(world.Acme);
        var all = new List<string>();
        foreach (var type in rows.Model.GetEntityTypes())
        {
            all.AddRange((await OwnedTable.Of(type).RowsAsync(rows)).Select(row => $"{type.GetTableName()}|{string.Join('|', type.GetProperties().Select(p => Text(row, p)))}"));
        }

        return [.. all.Order(StringComparer.Ordinal)];
    }

    private static string? Text(object row, IReadOnlyProperty property) => SampleRow.Get(row, property) switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}

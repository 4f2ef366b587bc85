using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Alerts;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Schedule;
using Portal.Compliance.Evidence;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Keys;
using Portal.Compliance.Organizations;
using Portal.Compliance.Tests.Keys;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Data.Providers.SqlServer;

/// <summary>What a use case's parameter gets, by its name and type, out of one organization that has synced once.</summary>
internal sealed class UseCaseArguments(Dictionary<string, Guid> ids)
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["framework"] = "soc2",
        ["control"] = "CC6.2",
        ["kind"] = ScriptedConnector.People,
        ["rung"] = "tasks",
        ["reason"] = "Because a test asks.",
        ["connectorId"] = ScriptedConnector.Id,
        ["connector"] = ScriptedConnector.Id,
        ["slug"] = "acme",
        ["name"] = "Acme renamed",
        ["zone"] = "UTC",
        ["session"] = "session-1",
        ["typedName"] = "acme",
        ["organizationName"] = "Acme",
        ["claimed"] = "somebody",
        ["remoteAddress"] = "127.0.0.1",
        ["action"] = "sync.succeeded",
        ["actorId"] = "system:scheduler",
        ["subjectType"] = "connection",
        ["subjectId"] = "x",
        ["issuer"] = "test",
        ["subject"] = "new-person",
        ["displayName"] = "Nora New",
        ["email"] = "nora@example.test",
        ["query"] = "a",
        // Of the right form, and nobody's.
        ["token"] = InvitationToken.New(),
    };

    /// <summary>Whoever acts in these worlds is an admin of both organizations, also by the rows: who is to be one now is looked up there.</summary>
    private static async Task JoinAsync(SyncWorld world)
    {
        await using var acting = world.Enter();
        var actor = acting.Get<TenantScope>().Actor;
        await using var directory = world.Database.Directory();
        directory.Add(new Person { Id = Guid.Parse(actor.Id), Issuer = "test", Subject = "acting", DisplayName = actor.Name, CreatedAt = world.Now });
        foreach (var organization in new[] { world.Database.Acme, world.Database.Globex })
        {
            directory.Add(new Membership
            {
                OrganizationId = organization.OrganizationId,
                PersonId = Guid.Parse(actor.Id),
                Role = Role.Admin,
                Name = actor.Name,
                CreatedAt = world.Now,
            });
        }

        await directory.SaveChangesAsync();
    }

    public static async Task<UseCaseArguments> PrepareAsync(SyncWorld world)
    {
        var connection = await world.ConnectAndSyncAsync();
        await JoinAsync(world);
        await using var scope = world.Enter();
        var person = await scope.Get<KnowPerson>().ExecuteAsync(new ExternalIdentity("test", "known-person", "Kim Known", null));
        await scope.Get<AddMember>().ExecuteAsync(new ExternalIdentity("test", "known-person", "Kim Known", null), Role.Auditor);
        await scope.Get<AdoptFramework>().ExecuteAsync("soc2");
        var invitation = (await scope.Get<InvitePerson>().ExecuteAsync("somebody@example.test", Role.Auditor)).Value.Id;
        var run = await world.ReadAsync(db => db.Set<ConnectorRun>().Select(r => r.Id).FirstAsync());
        var evidence = await world.ReadAsync(db => db.Set<EvidenceRecord>().Select(e => e.Id).FirstAsync());
        world.Database.Clock.Advance(TimeSpan.FromDays(3));
        await using var system = world.System();
        await system.Get<Sweep>().ExecuteAsync(CancellationToken.None);
        var alert = await world.ReadAsync(db => db.Set<Alert>().Select(a => a.Id).FirstOrDefaultAsync());
        return new(new(StringComparer.Ordinal)
        {
            ["connectionId"] = connection,
            ["runId"] = run,
            ["evidenceId"] = evidence,
            ["id"] = evidence,
            ["alertId"] = alert,
            ["invitationId"] = invitation,
            ["personId"] = person,
            ["requestId"] = await world.AskAsync(KeyRequestKind.RotateKey),
        });
    }

    /// <param name="generous">Give also what is optional.</param>
    public object? For(ParameterInfo parameter, bool generous)
    {
        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return CancellationToken.None;
        }

        return parameter.HasDefaultValue && !generous ? Default(parameter) : Value(parameter.ParameterType, parameter.Name!, generous);
    }

    /// <summary>Reflection gives the default of an enum as its number.</summary>
    private static object? Default(ParameterInfo parameter) =>
        (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) is { IsEnum: true } type && parameter.DefaultValue is { } value
            ? Enum.ToObject(type, value)
            : parameter.DefaultValue;

    private object? Value(Type type, string name, bool generous)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var key = char.ToLowerInvariant(name[0]) + name[1..];
        return plain switch
        {
            _ when plain == typeof(Guid) => ids.TryGetValue(key, out var id) ? id : throw new NotSupportedException($"Say in {nameof(UseCaseArguments)} what '{name}' is."),
            _ when plain == typeof(string) => Words.GetValueOrDefault(key, key),
            _ when plain == typeof(DateTimeOffset) => TestDatabase.Start + key switch
            {
                "until" => TimeSpan.FromDays(30),
                // By the system's clock: never too long ago.
                "startedAt" => TimeSpan.FromDays(36_500),
                _ => TimeSpan.FromDays(1),
            },
            _ when plain == typeof(DateOnly) => DateOnly.FromDateTime(TestDatabase.Start.UtcDateTime),
            _ when plain == typeof(TimeSpan) => TimeSpan.FromHours(1),
            _ when plain == typeof(int) => name == "skip" ? 0 : 25,
            _ when plain == typeof(long) => 1L,
            _ when plain == typeof(bool) => true,
            _ when plain == typeof(byte[]) => System.Text.Encoding.UTF8.GetBytes(ScriptedConnector.GoodKey),
            _ when plain.IsEnum => Enum.GetValues(plain).GetValue(0),
            _ when typeof(IReadOnlyDictionary<string, string>).IsAssignableFrom(plain) => new Dictionary<string, string> { ["account"] = "second" },
            _ when plain == typeof(IProgress<CheckResult>) => new Progress<CheckResult>(),
            _ when plain == typeof(Stream) => new MemoryStream(),
            _ when plain.IsInterface => null,
            _ when plain.IsAbstract || plain.GetConstructors().Length == 0 => throw new NotSupportedException($"Say in {nameof(UseCaseArguments)} what a {plain.Name} is."),
            _ => Record(plain, generous),
        };
    }

    private object Record(Type type, bool generous)
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(p => For(p, generous))]);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Portal.Compliance.Connections;
using Portal.Compliance.Connections.Sync;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections.Sync;

public sealed class ConnectionTestLimitsTests
{
    private static readonly Tenant Acme = new(Guid.CreateVersion7(), "acme", "Acme", TimeZoneInfo.Utc);
    private static readonly Tenant Globex = new(Guid.CreateVersion7(), "globex", "Globex", TimeZoneInfo.Utc);
    private static readonly Guid Ada = Guid.CreateVersion7();

    private readonly FakeTimeProvider _time = new();
    private readonly ConnectionTestLimits _limits;

    public ConnectionTestLimitsTests() => _limits = new ConnectionTestLimits(
        Options.Create(new ConnectionTestOptions { ConnectionTestsPerPerson = 2, ConnectionTestsPerOrganization = 3 }), _time);

    [Fact]
    public void Take_OneTooMany_SaysHowLongToWait_AndCountsNothing()
    {
        Assert.Null(_limits.Take(Scope(Acme, Ada)));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Null(_limits.Take(Scope(Acme, Ada)));

        Assert.Equal(TimeSpan.FromMinutes(6), _limits.Take(Scope(Acme, Ada)));
        _time.Advance(TimeSpan.FromMinutes(6));

        Assert.Null(_limits.Take(Scope(Acme, Ada)));
        Assert.Equal(TimeSpan.FromMinutes(4), _limits.Take(Scope(Acme, Ada)));
    }

    [Fact]
    public void Take_ManyPeopleOfOneOrganization_ShareItsLimit_AndNobodyElses()
    {
        Assert.Null(_limits.Take(Scope(Acme, Ada)));
        Assert.Null(_limits.Take(Scope(Acme, Ada)));
        Assert.Null(_limits.Take(Scope(Acme, Guid.CreateVersion7())));

        Assert.Equal(ConnectionTestLimits.Window, _limits.Take(Scope(Acme, Guid.CreateVersion7())));
        Assert.Null(_limits.Take(Scope(Globex, Ada)));
    }

    [Theory]
    [InlineData(0, 5, "RateLimits:ConnectionTestsPerPerson is 0.")]
    [InlineData(5, -1, "RateLimits:ConnectionTestsPerOrganization is -1.")]
    public void Options_BelowOne_AreAFaultThatNamesTheKey(int person, int organization, string fault) =>
        Assert.StartsWith(fault, new ConnectionTestOptionsCheck().Validate(null, new ConnectionTestOptions
        {
            ConnectionTestsPerPerson = person,
            ConnectionTestsPerOrganization = organization,
        }).FailureMessage, StringComparison.Ordinal);

    [Fact]
    public async Task ConnectAndReplace_BeyondTheLimit_AskNoVendorAndSayWhenToTryAgain()
    {
        await using var world = await SyncWorld.CreateAsync(
            more: services => services.Configure<ConnectionTestOptions>(o => o.ConnectionTestsPerPerson = 1));
        var connected = await world.ConnectAsync();
        var audited = (await world.AuditAsync()).Count;
        await using var scope = world.Enter();

        var refused = Assert.IsType<ConnectOutcome.TooManyTests>(await scope.Get<ReplaceCredential>().ExecuteAsync(
            connected.ConnectionId, "another-key"u8.ToArray(), acceptLimited: false, new Progress<CheckResult>()));

        Assert.Equal("too_many_tests", refused.Problem.Code);
        Assert.Contains("Try again at ", refused.Problem.Next, StringComparison.Ordinal);
        Assert.Contains(" UTC, in ", refused.Problem.Next, StringComparison.Ordinal);
        Assert.Equal(audited, (await world.AuditAsync()).Count);
        Assert.Equal(1, (await world.ConnectionAsync(connected.ConnectionId)).CredentialVersion);
    }

    private static TenantScope Scope(Tenant tenant, Guid person)
    {
        var scope = new TenantScope();
        scope.Enter(tenant, Actor.Person(person, "Somebody", Role.Admin));
        return scope;
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Platform.Authorization;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Frameworks;

public sealed class ChangeFrameworksTests
{
    [Theory, EveryEngine]
    public async Task AdoptFramework_NothingConnected_HoldsFromNowAndIsAudited(DatabaseEngine engine)
    {
        await using var database = await FrameworkWorld.CreateAsync(engine);
        await using var acme = database.Enter(database.Acme, Role.ComplianceManager);

        var result = await acme.Get<AdoptFramework>().ExecuteAsync("soc2");

        Assert.True(result.IsOk);
        var soc2 = (await acme.Get<ListFrameworks>().ExecuteAsync()).Single(f => f.Id == "soc2");
        Assert.Equal((TestDatabase.Start, 0), (soc2.AdoptedSince!.Value, soc2.Requirements));
        Assert.Equal(["framework.adopted"], (await database.AuditAsync(database.Acme)).Select(e => e.Action));
    }

    [Fact]
    public async Task AdoptFramework_ConnectorAlreadyConnected_RequiresItsPrimaryKindsFromTheSameInstant()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await database.AddConnectionAsync(database.Acme, TestDatabase.Start.AddDays(-3));
        await using var acme = database.Enter(database.Acme);

        await acme.Get<AdoptFramework>().ExecuteAsync("soc2");

        await using var rows = database.Rows(database.Acme);
        var requirements = await rows.Set<Requirement>().ToListAsync();
        Assert.Equal(
            [
                ("CC1.4", FrameworkWorld.Onboarding), ("CC6.2", FrameworkWorld.Active), ("CC6.2", FrameworkWorld.Leavers),
                ("CC6.3", FrameworkWorld.Leavers),
            ],
            requirements.Select(r => (r.Control, r.EvidenceKind)).Order());
        Assert.All(requirements, r => Assert.Equal((TestDatabase.Start, RequirementOrigin.Manifest, "soc2"), (r.EffectiveFrom, r.Origin, r.Framework)));
        Assert.Equal(4, (await database.AuditAsync(database.Acme)).Count(e => e.Action == "requirement.changed"));
    }

    [Fact]
    public async Task AdoptFramework_Twice_IsRefusedAndWritesNothing()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme);
        await acme.Get<AdoptFramework>().ExecuteAsync("hipaa");

        var again = await acme.Get<AdoptFramework>().ExecuteAsync("hipaa");

        Assert.Equal("already_adopted", again.Problem!.Code);
        Assert.Single(await database.AuditAsync(database.Acme));
    }

    [Fact]
    public async Task AdoptFramework_OfOneOrganization_IsNotSeenByAnother()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme);
        await using var globex = database.Enter(database.Globex);

        await acme.Get<AdoptFramework>().ExecuteAsync("soc2");

        Assert.All(await globex.Get<ListFrameworks>().ExecuteAsync(), f => Assert.Null(f.AdoptedSince));
    }

    [Fact]
    public async Task DropFramework_Adopted_EndsItWithItsReasonAndKeepsTheRow()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme);
        await acme.Get<AdoptFramework>().ExecuteAsync("soc2");
        database.Clock.Advance(TimeSpan.FromDays(1));

        Assert.True((await acme.Get<DropFramework>().ExecuteAsync("soc2", " Customers ask for ISO now. ")).IsOk);

        await using var rows = database.Rows(database.Acme);
        var adoption = Assert.Single(await rows.Set<FrameworkAdoption>().ToListAsync());
        Assert.Equal((TestDatabase.Start, TestDatabase.Start.AddDays(1)), (adoption.EffectiveFrom, adoption.EffectiveTo));
        Assert.Equal("Customers ask for ISO now.", (string?)(await database.AuditAsync(database.Acme))[^1].Detail["reason"]);
    }

    [Fact]
    public async Task ScopeControl_OutAndInAgain_VersionsBothAndRefusesWhatChangesNothing()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme);
        var scopeControl = acme.Get<ScopeControl>();

        Assert.True((await scopeControl.ExecuteAsync("iso27001", "A.7.4", false, "No office.")).IsOk);
        Assert.Equal("nothing_changes", (await scopeControl.ExecuteAsync("iso27001", "A.7.4", false, "No office.")).Problem!.Code);
        database.Clock.Advance(TimeSpan.FromDays(30));
        Assert.True((await scopeControl.ExecuteAsync("iso27001", "A.7.4", true, "We rent one now.")).IsOk);

        await using var rows = database.Rows(database.Acme);
        Assert.Equal(
            [(false, TestDatabase.Start, TestDatabase.Start.AddDays(30)), (true, TestDatabase.Start.AddDays(30), (DateTimeOffset?)null)],
            (await rows.Set<ControlScope>().OrderBy(s => s.EffectiveFrom).ToListAsync()).Select(s => (s.InScope, s.EffectiveFrom, s.EffectiveTo)));
        Assert.Equal(
            [("control.scoped", "iso27001/A.7.4"), ("control.scoped", "iso27001/A.7.4")],
            (await database.AuditAsync(database.Acme)).Select(e => (e.Action, e.Subject)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task EveryChange_WithoutAReason_IsRefusedAndWritesNothing(string reason)
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme);
        await acme.Get<AdoptFramework>().ExecuteAsync("soc2");

        var problems = new[]
        {
            (await acme.Get<DropFramework>().ExecuteAsync("soc2", reason)).Problem,
            (await acme.Get<ScopeControl>().ExecuteAsync("soc2", "CC1.1", false, reason)).Problem,
            (await acme.Get<ChangeRequirement>().ExecuteAsync("soc2", "CC1.1", FrameworkWorld.Active, true, reason)).Problem,
            (await acme.Get<ConfirmRung>().ExecuteAsync(FrameworkWorld.Onboarding, "required_trainings", reason)).Problem,
        };

        Assert.All(problems, p => Assert.Equal(("reason_missing", "reason"), (p!.Code, p.Field)));
        Assert.Single(await database.AuditAsync(database.Acme));
    }

    [Fact]
    public async Task EveryChange_ByAnAuditor_IsForbidden()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme, Role.Auditor);

        await Assert.ThrowsAsync<ForbiddenException>(() => acme.Get<AdoptFramework>().ExecuteAsync("soc2"));
        await Assert.ThrowsAsync<ForbiddenException>(() => acme.Get<DropFramework>().ExecuteAsync("soc2", "x"));
        await Assert.ThrowsAsync<ForbiddenException>(() => acme.Get<ScopeControl>().ExecuteAsync("soc2", "CC1.1", false, "x"));
        await Assert.ThrowsAsync<ForbiddenException>(() => acme.Get<ChangeRequirement>().ExecuteAsync("soc2", "CC1.1", FrameworkWorld.Active, true, "x"));
        await Assert.ThrowsAsync<ForbiddenException>(() => acme.Get<ConfirmRung>().ExecuteAsync(FrameworkWorld.Onboarding, "required_trainings", "x"));
        Assert.Equal(5, (await acme.Get<ListFrameworks>().ExecuteAsync()).Count);
    }
}

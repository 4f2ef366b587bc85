using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Coverage;
using Portal.Compliance.Coverage.Calculation;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Connectors;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Frameworks;

public sealed class RequirementTests
{
    [Fact]
    public async Task ManifestRequirements_FirstConnection_RequireUnconditionalPrimaryLinksOfAdoptedFrameworksOnce()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme);
        await acme.Get<AdoptFramework>().ExecuteAsync("nist80053");
        await acme.Get<AdoptFramework>().ExecuteAsync("hipaa");

        await EnsureAsync(acme);
        await EnsureAsync(acme);

        await using var rows = database.Rows(database.Acme);
        Assert.Equal(
            [("hipaa", "164.308(a)(3)(ii)(C)", FrameworkWorld.Leavers), ("nist80053", "PS-4", FrameworkWorld.Leavers)],
            (await rows.Set<Requirement>().ToListAsync()).Select(r => (r.Framework, r.Control, r.EvidenceKind)).Order());
    }

    [Fact]
    public async Task ManifestRequirements_PersonRemovedOne_DoNotBringItBack()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme);
        await acme.Get<AdoptFramework>().ExecuteAsync("nist80053");
        await EnsureAsync(acme);
        await acme.Get<ChangeRequirement>().ExecuteAsync("nist80053", "PS-4", FrameworkWorld.Leavers, false, "Evidenced by the payroll system.");

        await EnsureAsync(acme);

        await using var rows = database.Rows(database.Acme);
        var requirement = Assert.Single(await rows.Set<Requirement>().ToListAsync());
        Assert.Equal((TestDatabase.Start, "Evidenced by the payroll system."), (requirement.EffectiveTo, requirement.EndReason));
    }

    [Fact]
    public async Task ChangeRequirement_AddedByAPerson_SaysWhoWhyAndWhen()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme);

        Assert.True((await acme.Get<ChangeRequirement>().ExecuteAsync("nist80053", "AC-2", FrameworkWorld.Active, true, "Accounts are reviewed against it.")).IsOk);
        Assert.Equal("nothing_changes", (await acme.Get<ChangeRequirement>().ExecuteAsync("nist80053", "AC-2", FrameworkWorld.Active, true, "Again.")).Problem!.Code);

        var rules = (await acme.Get<ViewFrameworkRules>().ExecuteAsync("nist80053"))!;
        Assert.Equal(
            new RequirementRule(FrameworkWorld.Active, "Active employees", true, "Accounts are reviewed against it.", TestDatabase.Start),
            Assert.Single(rules.Controls.Single(c => c.Id == "AC-2").Requirements));
        var entry = Assert.Single(await database.AuditAsync(database.Acme));
        Assert.Equal(("requirement.changed", "nist80053/AC-2", FrameworkWorld.Active, true),
            (entry.Action, entry.Subject, (string?)entry.Detail["evidenceKind"], (bool)entry.Detail["required"]!));
    }

    [Theory]
    [InlineData("nist80053", "XX-1", FrameworkWorld.Active, "unknown_control")]
    [InlineData("pci", "1", FrameworkWorld.Active, "unknown_control")]
    [InlineData("nist80053", "AC-2", "acme.unheard_of", "unknown_evidence_kind")]
    public async Task ChangeRequirement_OfSomethingUnknown_IsRefused(string framework, string control, string kind, string code)
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme);

        Assert.Equal(code, (await acme.Get<ChangeRequirement>().ExecuteAsync(framework, control, kind, true, "Because.")).Problem!.Code);
    }

    [Fact]
    public async Task ConfirmRung_OfferedByTheNewestEvidence_RequiresWhatOnlyThatRungServes()
    {
        await using var database = await FrameworkWorld.CreateAsync();
        await using var acme = database.Enter(database.Acme);
        await acme.Get<AdoptFramework>().ExecuteAsync("csf2");
        var connection = await database.AddConnectionAsync(database.Acme, TestDatabase.Start.AddHours(-1));
        await database.AddRunAsync(database.Acme, connection, TestDatabase.Start.AddHours(-1), FrameworkWorld.AllSatisfied(), rung: "required_trainings");

        // Nothing is required yet; whoever looks at the control is told that its evidence is there.
        Assert.True(await IsDerivedAsync(acme));
        var offer = Assert.Single((await acme.Get<ViewFrameworkRules>().ExecuteAsync("csf2"))!.Rungs);
        Assert.Equal(("required_trainings", "PR.AT-01, PR.AT-02"), (offer.Rung, string.Join(", ", offer.Controls)));
        Assert.True((await acme.Get<ConfirmRung>().ExecuteAsync(offer.Kind, offer.Rung, "Trainings are our onboarding.")).IsOk);

        var rules = (await acme.Get<ViewFrameworkRules>().ExecuteAsync("csf2"))!;
        Assert.Empty(rules.Rungs);
        Assert.Equal(["PR.AT-01", "PR.AT-02"], rules.Controls.Where(c => c.Requirements.Count > 0).Select(c => c.Id));

        Assert.Empty((await acme.Get<ViewControl>().ExecuteAsync("csf2", "PR.AT-01"))!.AutomatableBy);

        // Another rung takes back what only the first one served.
        Assert.True((await acme.Get<ConfirmRung>().ExecuteAsync(offer.Kind, "employee_tasks", "We use task lists now.")).IsOk);
        Assert.All((await acme.Get<ViewFrameworkRules>().ExecuteAsync("csf2"))!.Controls, c => Assert.Empty(c.Requirements));
        await database.AddRunAsync(database.Acme, connection, TestDatabase.Start, FrameworkWorld.AllSatisfied(), rung: "employee_tasks");
        Assert.False(await IsDerivedAsync(acme));
    }

    /// <summary>As the dashboard and the control's page say it.</summary>
    private static async Task<bool> IsDerivedAsync(TestScope scope)
    {
        var server = Assert.Single((await scope.Get<ViewControl>().ExecuteAsync("csf2", "PR.AT-01"))!.AutomatableBy);
        var item = Assert.Single((await scope.Get<ViewCoverage>().ExecuteAsync()).Attention, i => i.Controls.Contains(new ControlRef("csf2", "PR.AT-01")));
        Assert.Equal([server], item.AutomatableBy);
        Assert.Equal("required_trainings", server.OnlyForRung);
        return server.Derived;
    }

    private static async Task EnsureAsync(TestScope scope)
    {
        await using var work = await scope.Get<TenantDatabase>().BeginAsync(CancellationToken.None);
        await ManifestRequirements.EnsureAsync(work, scope.Services.GetRequiredService<Catalog>().Require("bamboohr").Manifest, CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
    }
}

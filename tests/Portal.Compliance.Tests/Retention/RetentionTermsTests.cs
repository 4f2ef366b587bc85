using FsCheck;
using FsCheck.Fluent;
using Portal.Compliance.Retention;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Retention;

public sealed class RetentionTermsTests
{
    private static readonly DateTimeOffset Start = TestDatabase.Start;

    [Fact]
    public void InForce_NobodyDecided_IsTheDefault() =>
        Assert.Equal(new RetentionTerms(84, 84), RetentionTerms.Of(RetentionTerms.InForce([], Start)));

    [Fact]
    public void InForce_ShorterTerms_WaitForTheGracePeriod()
    {
        RetentionRule[] rules = [Rule(day: 0, effective: 30, months: 24)];

        Assert.Equal(84, EvidenceMonths(rules, day: 29));
        Assert.Equal(24, EvidenceMonths(rules, day: 30));
        Assert.Equal(24, RetentionTerms.Waiting(rules, Start.AddDays(29))?.EvidenceMonths);
        Assert.Null(RetentionTerms.Waiting(rules, Start.AddDays(30)));
    }

    [Fact]
    public void InForce_ShorterTermsTakenBackWhileTheyWaited_NeverHold()
    {
        RetentionRule[] rules = [Rule(day: 0, effective: 30, months: 13), Rule(day: 10, effective: 40, months: 36)];

        Assert.Equal(84, EvidenceMonths(rules, day: 35));
        Assert.Equal(36, EvidenceMonths(rules, day: 40));
    }

    /// <summary>Whatever is decided and when: a time only falls once something as short was announced a grace period before.</summary>
    [Fact]
    public void InForce_AnyChanges_NeverShortensWithoutGrace()
    {
        var changes = Gen.Choose(1, 60).Zip(Gen.Choose(13, 100)).ArrayOf();
        Prop.ForAll(Arb.From(changes), made =>
        {
            var (rules, day) = (new List<RetentionRule>(), 0);
            foreach (var (wait, months) in made)
            {
                day += wait;
                var shorter = months < EvidenceMonths([.. rules], day);
                rules.Add(Rule(day, shorter ? day + 30 : day, months));
            }

            return Enumerable.Range(0, day + 40).All(d =>
                EvidenceMonths([.. rules], d + 1) >= EvidenceMonths([.. rules], d)
                || rules.Any(r => r.EvidenceMonths <= EvidenceMonths([.. rules], d + 1) && r.EffectiveFrom - r.ChangedAt == RetentionTerms.Grace && r.EffectiveFrom <= Start.AddDays(d + 1)));
        }).QuickCheckThrowOnFailure();
    }

    private static int EvidenceMonths(RetentionRule[] rules, int day) =>
        RetentionTerms.Of(RetentionTerms.InForce(rules, Start.AddDays(day))).EvidenceMonths;

    private static RetentionRule Rule(int day, int effective, int months) => new()
    {
        OrganizationId = Guid.Empty,
        Id = Guid.CreateVersion7(),
        EvidenceMonths = months,
        AuditDetailMonths = 84,
        Reason = "because",
        ChangedBy = "Ada",
        ChangedAt = Start.AddDays(day),
        EffectiveFrom = Start.AddDays(effective),
    };
}

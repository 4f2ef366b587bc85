using System.Text.Json;
using FsCheck.Xunit;
using Portal.Compliance.Connections;
using Portal.Compliance.Coverage.Calculation;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Tests.Coverage.Calculation;

[Properties(Arbitrary = [typeof(CoverageWorlds)], MaxTest = 500)]
public sealed class CoverageProperties
{
    [Property]
    public void Verdict_AnyWorld_IsWhatTheSpecificationReadAloudSays(World world)
    {
        var verdict = new CoverageCalculator(world.Facts).At(world.At);

        Assert.Equal(
            CoverageOracle.States(world.Facts, world.At).OrderBy(s => s.Key, StringComparer.Ordinal),
            verdict.Controls.Select(c => KeyValuePair.Create(c.Control, c.State)).OrderBy(s => s.Key, StringComparer.Ordinal));
        foreach (var requirement in verdict.Controls.SelectMany(c => c.Requirements))
        {
            Assert.Equal(CoverageOracle.Requirement(world.Facts, requirement.Kind, world.At), requirement.State);
        }
    }

    [Property]
    public void Verdict_TimePassesAndNothingArrives_NeverGetsBetter(World world)
    {
        var calculator = new CoverageCalculator(world.Facts);
        var now = calculator.At(world.Earlier);
        var then = calculator.At(world.Later, knownAt: world.Earlier);

        Assert.True(then.Overall.Covered <= now.Overall.Covered);
        foreach (var (before, after) in now.Controls.Zip(then.Controls))
        {
            Assert.Equal(before.Control, after.Control);
            Assert.True(after.State != ControlState.Covered || before.State == ControlState.Covered);
            foreach (var (old, aged) in before.Requirements.Zip(after.Requirements))
            {
                Assert.True(aged.Freshness >= old.Freshness);
                Assert.True(!aged.IsPass || old.IsPass);
            }
        }
    }

    [Property]
    public void Control_Covered_HasOnlyCurrentSatisfiedRequirementsOfLivingSources(World world)
    {
        foreach (var control in new CoverageCalculator(world.Facts).At(world.At).Controls.Where(c => c.State == ControlState.Covered))
        {
            Assert.NotEmpty(control.Requirements);
            Assert.All(control.Requirements.SelectMany(r => r.Sources), source =>
            {
                Assert.Equal(EvidenceResult.Satisfied, source.Result);
                Assert.True(source.Freshness is Freshness.Fresh or Freshness.DueSoon);
                Assert.False(source.Revoked);
                Assert.True(world.At <= source.StaleAt);
            });
        }
    }

    [Property]
    public void Verdict_FactsInAnotherOrder_IsTheSame(World world)
    {
        var facts = world.Facts;
        var reversed = facts with
        {
            Controls = [.. facts.Controls.Reverse()],
            Kinds = [.. facts.Kinds.Reverse()],
            Adoptions = [.. facts.Adoptions.Reverse()],
            Scopes = [.. facts.Scopes.Reverse()],
            Requirements = [.. facts.Requirements.Reverse()],
            Connections = [.. facts.Connections.Reverse()],
            Observations = [.. facts.Observations.Reverse()],
        };

        Assert.Equal(Json(new CoverageCalculator(facts).At(world.At)), Json(new CoverageCalculator(reversed).At(world.At)));
    }

    [Property]
    public void Verdict_PastInstant_IsNotTouchedByAnythingThatCameLater(World world)
    {
        var facts = world.Facts;
        var asItWasThen = facts with
        {
            Adoptions = [.. facts.Adoptions.Where(a => a.Effective.From <= world.At).Select(a => a with { Effective = Then(a.Effective) })],
            Scopes = [.. facts.Scopes.Where(s => s.Effective.From <= world.At).Select(s => s with { Effective = Then(s.Effective) })],
            Requirements = [.. facts.Requirements.Where(r => r.Effective.From <= world.At).Select(r => r with { Effective = Then(r.Effective) })],
            Connections =
            [
                .. facts.Connections.Where(c => c.CreatedAt <= world.At)
                    .Select(c => c with { RevokedAt = c.RevokedAt > world.At ? null : c.RevokedAt }),
            ],
            Observations = [.. facts.Observations.Where(o => o.AsOf <= world.At)],
        };

        Assert.Equal(Json(new CoverageCalculator(asItWasThen).At(world.At)), Json(new CoverageCalculator(facts).At(world.At)));

        Effective Then(Effective span) => span.To > world.At ? span with { To = null } : span;
    }

    [Property]
    public void Headline_AnyWorld_CountsEveryControlOnce(World world)
    {
        var verdict = new CoverageCalculator(world.Facts).At(world.At);

        Assert.Equal(verdict.Controls.Count(), verdict.Overall.InScope);
        Assert.Equal(verdict.Controls.Count(c => c.State == ControlState.Covered), verdict.Overall.Covered);
        Assert.Equal(verdict.Controls.Count(c => c.State != ControlState.Manual), verdict.Overall.Counted);
        Assert.Equal(verdict.Frameworks.Sum(f => f.Headline.Covered), verdict.Overall.Covered);
    }

    [Property]
    public void Forecast_AnyWorld_NamesTheFirstTickAtWhichAControlChanges(World world)
    {
        var calculator = new CoverageCalculator(world.Facts);
        var now = calculator.At(world.At);

        var forecast = CoverageForecast.Of(calculator, now);

        if (forecast?.Drop is not { } drop)
        {
            var later = calculator.At(world.At.AddYears(1), knownAt: world.At);
            Assert.Equal(now.Controls.Select(c => c.State), later.Controls.Select(c => c.State));
            return;
        }

        var justBefore = calculator.At(drop.At.AddTicks(-1), knownAt: world.At);
        var justAfter = calculator.At(drop.At, knownAt: world.At);
        Assert.Equal(now.Controls.Select(c => c.State), justBefore.Controls.Select(c => c.State));
        Assert.Equal(
            drop.Changes.Select(c => (c.Control, c.To)),
            now.Controls.Zip(justAfter.Controls).Where(p => p.First.State != p.Second.State).Select(p => (p.Second.Control, p.Second.State)));
        Assert.Equal(justAfter.Overall, drop.After);
        Assert.True(forecast.NextChangeAt <= drop.At && forecast.NextChangeAt > world.At);
    }

    [Property]
    public void Attribution_AnyPeriod_HasEveryGainAndLossAtItsInstantOnce(World world)
    {
        var calculator = new CoverageCalculator(world.Facts);

        var attribution = CoverageAttribution.During(calculator, world.Earlier, world.Later);

        Assert.Equal((calculator.At(world.Earlier).Overall, calculator.At(world.Later).Overall), (attribution.Before, attribution.After));
        Assert.Equal(
            GainsAndLosses(calculator, world.Earlier, world.Later).Order(),
            attribution.Changes.SelectMany(c => c.Controls.Select(id => (c.At, id.Control, Rise: c.Delta > 0))).Order());
        Assert.All(attribution.Changes, c => Assert.Equal(c.Controls.Count, Math.Abs(c.Delta)));
        Assert.Equal(attribution.Changes.OrderByDescending(c => c.At).Select(c => c.At), attribution.Changes.Select(c => c.At));
    }

    /// <summary>By looking at every instant of the grid on which such worlds change, and at the tick after each.</summary>
    private static IEnumerable<(DateTimeOffset At, string Control, bool Rise)> GainsAndLosses(CoverageCalculator calculator, DateTimeOffset from, DateTimeOffset to)
    {
        var before = Covered(calculator.At(from)).ToHashSet();
        foreach (var instant in Enumerable.Range(0, CoverageWorlds.LastHour + 1).Select(CoverageWorlds.Hour)
            .SelectMany(hour => new[] { hour, hour.AddTicks(1) }).Where(i => i > from && i <= to))
        {
            var after = Covered(calculator.At(instant)).ToHashSet();
            foreach (var control in after.Concat(before).Distinct().Where(c => after.Contains(c) != before.Contains(c)))
            {
                yield return (instant, control, after.Contains(control));
            }

            before = after;
        }
    }

    [Property]
    public void History_AnyInstantInside_ShowsTheStateOfThatInstant(World world)
    {
        var from = CoverageWorlds.Start.AddHours(-1);
        var to = CoverageWorlds.Hour(CoverageWorlds.LastHour);
        var calculator = new CoverageCalculator(world.Facts);

        var history = ControlHistory.Of(world.Facts, "f", "F.1", from, to);

        foreach (var instant in new[] { world.At, world.Other, world.At.AddTicks(1), world.Other.AddTicks(-1) }.Where(i => i >= from && i <= to))
        {
            Assert.Equal(
                calculator.At(instant).Find("f")?.Controls.SingleOrDefault(c => c.Control == "F.1")?.State,
                history.Last(h => h.At <= instant).Verdict?.State);
        }
    }

    private static IEnumerable<string> Covered(CoverageVerdict verdict) =>
        verdict.Controls.Where(c => c.State == ControlState.Covered).Select(c => c.Control);

    private static string Json(CoverageVerdict verdict) => JsonSerializer.Serialize(verdict);
}

using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Evidence;
using Portal.Compliance.Retention;
using Portal.Platform.Authorization;
using Portal.Web.Features.Evidence;
using Portal.Web.Features.Retention;
using Portal.Web.Tests.Features.Connections;

namespace Portal.Web.Tests.Features.Retention;

public sealed class RetentionPageTests
{
    [Fact]
    public async Task Change_Shorter_ShowsWhenTheFirstPurgeCanBe()
    {
        await using var world = await PageWorld.OpenAsync();
        var page = world.Open<RetentionPage>("settings/retention");
        page.WaitForElement("#retention-evidence").Change("24");
        page.Find("#retention-reason").Change("the board decided");

        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("Nothing is purged under it before", page.Markup, StringComparison.Ordinal));
        Assert.Contains("1 Apr 2026", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_TooShort_SaysWhatToEnter()
    {
        await using var world = await PageWorld.OpenAsync();
        var page = world.Open<RetentionPage>("settings/retention");
        page.WaitForElement("#retention-evidence").Change("12");
        page.Find("#retention-reason").Change("less");

        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("Enter 13 or more.", page.Find("#retention-problem").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_ByAnAuditor_ShowsTheTermsAndOffersNothing()
    {
        await using var world = await PageWorld.OpenAsync(Role.Auditor);
        var page = world.Open<RetentionPage>("settings/retention");

        page.WaitForAssertion(() => Assert.Contains("7 years", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task Purge_OfWhatIsDue_IsToldOnTheEvidencePage()
    {
        await using var world = await PageWorld.OpenAsync();
        await world.RunFirstSyncAsync();
        var evidence = (await world.As(Role.Admin, s => s.GetRequiredService<SearchEvidence>().ExecuteAsync(new EvidenceFilter(), 0, 1))).Items[0].Id;
        world.Clock.Advance(TimeSpan.FromDays(8 * 366));
        Assert.True((await world.As(Role.Admin, s => s.GetRequiredService<PurgeExpired>().ExecuteAsync())).IsOk);

        var page = world.Open<EvidencePage>($"evidence/{evidence:D}?tab=raw", p => p.Add(e => e.Id, evidence));

        page.WaitForAssertion(() => Assert.Contains("Purged by Ada Admin, kept for 84 months", page.Markup, StringComparison.Ordinal));
    }
}

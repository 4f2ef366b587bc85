using Portal.EndToEnd.Tests.Hosting;

namespace Portal.EndToEnd.Tests.Accessibility;

/// <summary>A gate that finds nothing anywhere may be broken: this one is shown a page with a fault.</summary>
public sealed class AxeTests
{
    [Fact]
    public async Task Complaints_AboutAPageWithFaults_NameEachOnce()
    {
        await using var context = await (await Chromium.GetAsync()).NewContextAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync("""<html lang="en"><title>Faulty</title><main><img src="data:,"><button></button></main></html>""");

        var complaints = await Axe.ComplaintsAsync(page);

        Assert.Equal(2, complaints.Count);
        Assert.Contains(complaints, c => c.StartsWith("image-alt,", StringComparison.Ordinal));
        Assert.Contains(complaints, c => c.StartsWith("button-name,", StringComparison.Ordinal));
        Assert.Equal(complaints, await Axe.ComplaintsAsync(page));
    }
}

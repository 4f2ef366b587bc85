using Bunit;
using Portal.Web.Components;

namespace Portal.Web.Tests.Components;

public sealed class DurationTextTests : PartContext
{
    [Theory]
    [InlineData(DurationForm.Elapsed, "2 d")]
    [InlineData(DurationForm.Amount, "2 days")]
    [InlineData(DurationForm.Cadence, "every 2 days")]
    public void Duration_InEachForm_IsThePhraseThatFitsThere(DurationForm form, string expected) =>
        Assert.Equal(expected, Render<DurationText>(p => p.Add(d => d.Value, TimeSpan.FromDays(2)).Add(d => d.Form, form)).Find("span").TextContent);
}

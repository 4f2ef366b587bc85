using Bunit;
using Portal.Web.Components;

namespace Portal.Web.Tests.Components;

public sealed class StatusChipTests : PartContext
{
    [Fact]
    public void Chip_OfEveryTone_HasItsOwnShapeItsColourAndTheWord()
    {
        var shapes = new HashSet<string>();
        foreach (var tone in Enum.GetValues<Tone>())
        {
            var chip = Render<StatusChip>(p => p.Add(c => c.State, new Status($"Word {tone}", tone)));

            Assert.Equal($"Word {tone}", chip.Find(".p-chip").TextContent.Trim());
            Assert.Contains($"p-tone-{tone.ToString().ToLowerInvariant()}", chip.Find(".p-chip").ClassList);
            Assert.True(shapes.Add(chip.Find("svg").InnerHtml), $"{tone} looks like another tone.");
        }
    }

    [Fact]
    public void Chip_WithAnIconOfItsOwn_ShowsThat()
    {
        var chip = Render<StatusChip>(p => p.Add(c => c.State, new Status("Paused", Tone.Neutral, "<path d=\"M1 1\"></path>")));

        Assert.Equal("M1 1", chip.Find("svg path").GetAttribute("d"));
    }
}

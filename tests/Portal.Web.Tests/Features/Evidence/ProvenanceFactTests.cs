using Portal.Web.Features.Evidence;

namespace Portal.Web.Tests.Features.Evidence;

public sealed class ProvenanceFactTests
{
    [Fact]
    public void Of_Provenance_ReadsEveryKeyAndOnlyOurOwnInstants()
    {
        var facts = ProvenanceFact.Of(
            """{"collectedAt":"2026-03-02T09:00:00.0000000Z","connector":{"id":"bamboohr","version":"1.0"},"fields":["a","b"],"kept":7,"rung":null,"zone":"2026-03-02"}""");

        Assert.Equal(
            [
                new ProvenanceFact("collectedAt", "2026-03-02T09:00:00.0000000Z", new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)),
                new ProvenanceFact("connector", "id: bamboohr · version: 1.0", null),
                new ProvenanceFact("fields", "a, b", null),
                new ProvenanceFact("kept", "7", null),
                new ProvenanceFact("zone", "2026-03-02", null),
            ],
            facts);
    }
}

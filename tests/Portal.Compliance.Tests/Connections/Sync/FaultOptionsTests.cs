using Microsoft.Extensions.Hosting;
using Portal.Compliance.Connections.Sync;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Connections.Sync;

public sealed class FaultOptionsTests
{
    [Theory]
    [InlineData(null, "Production", true)]
    [InlineData("after-claim", "Development", true)]
    [InlineData("after-claim", "Production", false)]
    [InlineData("somewhere", "Development", false)]
    public void Validate_KillAt_WorksInDevelopmentOnlyAndKnowsItsPoints(string? point, string environment, bool holds) =>
        Assert.Equal(holds, new FaultOptionsCheck(new TestHost { EnvironmentName = environment }).Validate(null, new FaultOptions { KillAt = point }).Succeeded);

    [Fact]
    public void Validate_WithoutAnEnvironment_RefusesAFault() =>
        Assert.True(new FaultOptionsCheck(null).Validate(null, new FaultOptions { KillAt = SyncFaultPoints.AfterClaim }).Failed);

    [Fact]
    public void Points_AreAtLeastTenAndDistinct()
    {
        Assert.Equal(12, SyncFaultPoints.All.Count);
        Assert.Equal(12, SyncFaultPoints.All.Distinct().Count());
    }
}

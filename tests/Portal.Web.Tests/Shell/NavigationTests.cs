using Portal.Platform.Authorization;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Shell;

public sealed class NavigationTests
{
    [Theory]
    [InlineData(Role.Admin, ",alerts,evidence,connections,catalog,audit-log,settings")]
    [InlineData(Role.ComplianceManager, ",alerts,evidence,connections,catalog,audit-log,settings")]
    [InlineData(Role.Auditor, ",alerts,evidence,connections,catalog,audit-log")]
    public void Navigation_OffersARoleOnlyWhereItMayGo(Role role, string expected) =>
        Assert.Equal(expected, string.Join(',', NavEntry.All.Where(e => e.MaySee(Actor.Person(Guid.Empty, "x", role))).Select(e => e.Path)));
}

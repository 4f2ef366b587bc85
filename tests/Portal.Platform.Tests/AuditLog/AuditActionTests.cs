using System.Text.RegularExpressions;
using Portal.Platform.AuditLog;

namespace Portal.Platform.Tests.AuditLog;

public sealed partial class AuditActionTests
{
    [Fact]
    public void Codes_OfAllActions_AreDottedAndUnique()
    {
        Assert.Equal(Enum.GetValues<AuditAction>().Length, AuditActions.Codes.Distinct().Count());
        Assert.All(AuditActions.Codes, code => Assert.Matches(Dotted(), code));
        Assert.All(AuditActions.Codes, code => Assert.InRange(code.Length, 3, AuditLogModel.ActionLength));
    }

    [Fact]
    public void TryParse_EveryCode_GivesItsAction() => Assert.All(Enum.GetValues<AuditAction>(), action =>
    {
        Assert.True(AuditActions.TryParse(action.Code(), out var parsed));
        Assert.Equal(action, parsed);
    });

    [Fact]
    public void TryParse_UnknownCode_IsFalse() => Assert.False(AuditActions.TryParse("connection.Revoked", out _));

    [GeneratedRegex("^[a-z_]+\\.[a-z_]+$")]
    private static partial Regex Dotted();
}

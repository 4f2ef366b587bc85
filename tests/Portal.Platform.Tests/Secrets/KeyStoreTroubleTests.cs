using Portal.Platform.Secrets;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets;

public sealed class KeyStoreTroubleTests
{
    [Theory]
    [InlineData(KeyVaultFault.Disabled, 403, KeyStoreTrouble.KeySwitchedOff)]
    [InlineData(KeyVaultFault.Unfit, null, KeyStoreTrouble.KeyUnfit)]
    [InlineData(KeyVaultFault.Forbidden, 403, KeyStoreTrouble.AccessRefused)]
    [InlineData(KeyVaultFault.Unauthenticated, 401, KeyStoreTrouble.AccessRefused)]
    [InlineData(KeyVaultFault.Unauthenticated, null, KeyStoreTrouble.Passing)]
    [InlineData(KeyVaultFault.Throttled, 429, KeyStoreTrouble.Passing)]
    [InlineData(KeyVaultFault.Unavailable, null, KeyStoreTrouble.Passing)]
    public void Of_AVaultsAnswer_SaysWhetherWaitingHelps(KeyVaultFault fault, int? status, KeyStoreTrouble expected)
    {
        var failed = new KeyVaultException(fault, "x") { Status = status };
        Assert.Equal((expected, expected), (KeyStoreTroubles.Of(failed), KeyStoreTroubles.Of(new InvalidOperationException("wrapped", failed))));
    }

    [Theory]
    [InlineData(SecretFault.DataKeyDestroyed, KeyStoreTrouble.KeyDestroyed)]
    [InlineData(SecretFault.AttestationRefused, KeyStoreTrouble.RowRefused)]
    [InlineData(SecretFault.SealBroken, KeyStoreTrouble.RowRefused)]
    [InlineData(SecretFault.UnknownDataKey, KeyStoreTrouble.RowRefused)]
    [InlineData(SecretFault.SetBack, KeyStoreTrouble.RowRefused)]
    public void Of_AFaultOfARow_IsNeverPassing(SecretFault fault, KeyStoreTrouble expected) =>
        Assert.Equal(expected, KeyStoreTroubles.Of(new SecretFaultException(fault, Guid.CreateVersion7())));
}

using Portal.Platform.Secrets;

namespace Portal.Platform.Tests.Secrets;

/// <summary>What the tables of keys promise: one data key a version, and a state and a wrap that two writers cannot both change.</summary>
public sealed class SecretsModelTests
{
    [Fact]
    public void Configure_Tables_HaveTheirKeysIndexesAndLengths() => Assert.Equal(
        [
            "DataKeys key OrganizationId, Id",
            "DataKeys unique OrganizationId, Version",
            "DataKeys.Attestation exactly 64",
            "DataKeys.AttestationKid at most 512",
            "DataKeys.BindingTag exactly 32",
            "DataKeys.Kid at most 512, checked",
            "DataKeys.State checked",
            "DataKeys.WrappedKey at most 1024",
            "PseudonymKeys key OrganizationId",
            "PseudonymKeys.Sealed at most 1024",
        ],
        ModelText.Of(SecretsModel.Configure));
}

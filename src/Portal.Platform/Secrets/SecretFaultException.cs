namespace Portal.Platform.Secrets;

/// <summary>Why a secret could not be sealed or opened. Closed: everything else is a bug or a lost connection and comes as it is.</summary>
public enum SecretFault
{
    /// <summary>The organization has no data key that may seal.</summary>
    NoActiveDataKey,
    /// <summary>The blob names a data key that the organization does not have.</summary>
    UnknownDataKey,
    /// <summary>The data key was destroyed; what it sealed is gone for good.</summary>
    DataKeyDestroyed,
    /// <summary>The signature over the data key's row does not hold: somebody else may have written it.</summary>
    AttestationRefused,
    /// <summary>The key-encryption key could not unwrap the data key, or another one answered.</summary>
    UnwrapRefused,
    /// <summary>The unwrapped key is not the one of this row.</summary>
    BindingRefused,
    /// <summary>The bytes are no sealed blob of a version known here.</summary>
    MalformedBlob,
    /// <summary>The blob was changed, or belongs to another organization, connection, purpose or version.</summary>
    SealBroken,
    /// <summary>The row holds an earlier state than the audit log tells of: a credential that was replaced or revoked since.</summary>
    SetBack,
    /// <summary>The organization has no pseudonym key.</summary>
    NoPseudonymKey,
    /// <summary>The key store holds no key-encryption key of the organization yet; provisioning makes it.</summary>
    NoKeyEncryptionKey,
}

/// <summary>A secret could not be sealed or opened. The message holds nothing of the secret.</summary>
public sealed class SecretFaultException(SecretFault fault, Guid organizationId, Exception? inner = null)
    : Exception($"{Explain(fault)} (organization {organizationId:D})", inner)
{
    public SecretFault Fault { get; } = fault;

    public Guid OrganizationId { get; } = organizationId;

    private static string Explain(SecretFault fault) => fault switch
    {
        SecretFault.NoActiveDataKey => "The organization has no data key that may seal.",
        SecretFault.UnknownDataKey => "The secret was sealed under a data key that the organization does not have.",
        SecretFault.DataKeyDestroyed => "The data key was destroyed; the secret cannot be opened any more.",
        SecretFault.AttestationRefused => "The data key's row is not signed by this portal. It was not used.",
        SecretFault.UnwrapRefused => "The key-encryption key did not unwrap the data key.",
        SecretFault.BindingRefused => "The unwrapped data key does not belong to its row. It was not used.",
        SecretFault.MalformedBlob => "The sealed secret has no form known here.",
        SecretFault.SealBroken => "The sealed secret was changed, or belongs somewhere else.",
        SecretFault.SetBack => "The sealed secret is not the one that the audit log tells of: it was replaced or revoked since. It was not opened.",
        SecretFault.NoPseudonymKey => "The organization has no pseudonym key.",
        SecretFault.NoKeyEncryptionKey => "The organization's key-encryption key was not provisioned yet.",
    };
}

using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys;

/// <summary>A change of an organization's keys that somebody asked for: what, by whom, why, and how far it is. Kept for ever; it is the receipt.</summary>
internal sealed class KeyRequest : ITenantOwned
{
    public required Guid OrganizationId { get; init; }
    public required Guid Id { get; init; }
    public required KeyRequestKind Kind { get; init; }
    public required KeyRequestState State { get; set; }
    public required DateTimeOffset RequestedAt { get; init; }
    public required string RequestedById { get; init; }
    public required string RequestedBy { get; init; }
    public required string Reason { get; init; }

    /// <summary>Versioned id of the key-encryption key when this was asked. Signed.</summary>
    public required string FromKid { get; init; }
    /// <summary>What provisioning says is the key now. Never wrapped with: the key store is asked again.</summary>
    public string? ToKid { get; set; }

    /// <summary>
    /// The portal's signature over the request, so that whoever can write this table cannot have keys rotated or destroyed. Empty for
    /// <see cref="KeyRequestKind.CreateKey"/>, which does nothing where a key exists.
    /// </summary>
    public required string AttestationKid { get; set; }
    public required byte[] Attestation { get; set; }

    /// <summary>The data key that <see cref="KeyRequestKind.RotateDataKey"/> was asked for. Signed.</summary>
    public Guid? OldDataKeyId { get; set; }
    public Guid? NewDataKeyId { get; set; }
    /// <summary>Sealed values dealt with so far, and how many there were.</summary>
    public int Done { get; set; }
    public int Total { get; set; }
    /// <summary>When nothing was left under the old data key: syncs that began earlier may still hold something sealed under it.</summary>
    public DateTimeOffset? ReencryptedAt { get; set; }

    public int Attempts { get; set; }
    public DateTimeOffset? LastAttemptAt { get; set; }
    /// <summary>Why the last attempt did not succeed; null while all is well.</summary>
    public string? LastError { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Rises with every write: of two processes that work on it at once, one starts over.</summary>
    public long Revision { get; set; }

    public bool IsOpen => State is KeyRequestState.AwaitsProvisioning or KeyRequestState.InProgress;
}

public enum KeyRequestKind
{
    /// <summary>Make the key-encryption key, then the organization's first data key.</summary>
    CreateKey,
    /// <summary>A new version of the key-encryption key, then every data key wrapped by it.</summary>
    RotateKey,
    /// <summary>Destroy the key-encryption key in the key store.</summary>
    DestroyKey,
    /// <summary>A new data key, then everything sealed anew under it, then the old one destroyed.</summary>
    RotateDataKey,
    /// <summary>End the organization: revoke every connection, destroy every data key.</summary>
    OffBoard,
}

public enum KeyRequestState
{
    /// <summary>The next step is the provisioning identity's.</summary>
    AwaitsProvisioning,
    /// <summary>The next step is the portal's own.</summary>
    InProgress,
    Done,
    /// <summary>Not signed by this portal; never carried out.</summary>
    Refused,
    /// <summary>Made pointless by off-boarding.</summary>
    Cancelled,
}

using Portal.Platform.Tenancy;

namespace Portal.Platform.Secrets;

/// <summary>
/// One organization's data key, wrapped. What the row says is believed only after <see cref="Attestation"/> was verified, because
/// RSA-OAEP is not authenticated: whoever can write this table could otherwise plant a key they know.
/// </summary>
internal sealed class DataKey : ITenantOwned
{
    public required Guid OrganizationId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>From 1, one more with each rotation.</summary>
    public required int Version { get; init; }

    public DataKeyState State { get; set; } = DataKeyState.Active;

    /// <summary>Versioned id of the key-encryption key that wrapped it.</summary>
    public required string Kid { get; set; }

    /// <summary>RSA-OAEP-256 of the 32 key bytes; null once destroyed.</summary>
    public required byte[]? WrappedKey { get; set; }

    /// <summary>HMAC under the data key itself over organization, data key id and <see cref="Kid"/>.</summary>
    public required byte[] BindingTag { get; set; }

    /// <summary>Id of the signing key behind <see cref="Attestation"/>.</summary>
    public required string AttestationKid { get; set; }

    /// <summary>ES256 signature, P1363 (r‖s), over everything above but the state.</summary>
    public required byte[] Attestation { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Takes over the wrap of <see cref="DataKeys.RewrapAsync"/>; the key inside is the same.</summary>
    public void Take(DataKey rewrapped) => (Kid, WrappedKey, BindingTag, AttestationKid, Attestation) =
        (rewrapped.Kid, rewrapped.WrappedKey, rewrapped.BindingTag, rewrapped.AttestationKid, rewrapped.Attestation);

    /// <summary>What it sealed cannot be opened any more.</summary>
    public void Destroy() => (State, WrappedKey) = (DataKeyState.Destroyed, null);
}

/// <summary>What a data key may still do. It only ever moves to the right.</summary>
public enum DataKeyState
{
    /// <summary>Seals and opens.</summary>
    Active = 0,
    /// <summary>Opens what it sealed before a rotation.</summary>
    DecryptOnly = 1,
    /// <summary>The wrapped key is gone; what it sealed cannot be opened any more.</summary>
    Destroyed = 2,
}

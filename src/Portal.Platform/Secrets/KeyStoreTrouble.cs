using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Secrets;

/// <summary>What keeps the key store from doing what was asked, as far as people have to act differently about it.</summary>
public enum KeyStoreTrouble
{
    /// <summary>No answer, or one that may be another in a minute. Trying again can help; everything else here needs a person first.</summary>
    Passing,
    /// <summary>The key is switched off, expired or not yet valid.</summary>
    KeySwitchedOff,
    /// <summary>The key is not what is configured, e.g. too short or in software; nothing new is wrapped or signed with it.</summary>
    KeyUnfit,
    /// <summary>The portal's identity may not use the key.</summary>
    AccessRefused,
    /// <summary>A data key's row, or a sealed value, is not what the portal wrote.</summary>
    RowRefused,
    /// <summary>The data key was destroyed; what it sealed is gone for good.</summary>
    KeyDestroyed,
}

/// <summary>Sorts what sealing, opening, wrapping and signing throw by what a person has to do about it.</summary>
public static class KeyStoreTroubles
{
    /// <summary>What an exception of sealing, opening, wrapping or signing means, wrapped or not.</summary>
    public static KeyStoreTrouble Of(Exception? failed) => failed switch
    {
        null => KeyStoreTrouble.Passing,
        KeyVaultException { Fault: KeyVaultFault.Disabled } => KeyStoreTrouble.KeySwitchedOff,
        KeyVaultException { Fault: KeyVaultFault.Unfit } => KeyStoreTrouble.KeyUnfit,
        KeyVaultException { Fault: KeyVaultFault.Forbidden } => KeyStoreTrouble.AccessRefused,
        // The vault itself said no to the token. Not getting one at all may be an identity service that is away for a minute.
        KeyVaultException { Fault: KeyVaultFault.Unauthenticated, Status: not null } => KeyStoreTrouble.AccessRefused,
        SecretFaultException { Fault: SecretFault.DataKeyDestroyed } => KeyStoreTrouble.KeyDestroyed,
        SecretFaultException
        {
            Fault: SecretFault.AttestationRefused or SecretFault.BindingRefused or SecretFault.UnwrapRefused or SecretFault.UnknownDataKey
                or SecretFault.MalformedBlob or SecretFault.SealBroken or SecretFault.SetBack
        } => KeyStoreTrouble.RowRefused,
        _ => Of(failed.InnerException),
    };
}

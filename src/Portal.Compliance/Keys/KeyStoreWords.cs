using Portal.Platform.Results;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Keys;

/// <summary>What is wrong with the key store, and who has to do what.</summary>
internal sealed record KeyStoreWords(string Code, string Why, string Next)
{
    /// <summary>For whoever waits for the outcome of something that needed the key store.</summary>
    /// <param name="what">What has not happened.</param>
    public static Problem Problem(Exception failed, string what)
    {
        var (code, why, next) = Of(KeyStoreTroubles.Of(failed));
        return new(code, what, why, next);
    }

    public static KeyStoreWords Of(KeyStoreTrouble trouble) => trouble switch
    {
        KeyStoreTrouble.Passing => new(
            "key_store_down", "The portal's key store cannot be reached.", "Try again in a minute. If it stays so, tell whoever runs the portal."),
        KeyStoreTrouble.KeySwitchedOff => new(
            "key_switched_off", "The key in the key store is switched off, expired or not yet valid.",
            "Whoever runs the key vault has to enable the key or renew its dates; waiting does not help. Then try again."),
        KeyStoreTrouble.KeyUnfit => new(
            "key_unfit", "The key in the key store is not of the kind that is configured, e.g. too short or not in a hardware module, so the portal does not use it.",
            "Whoever runs the key vault has to put a key there as docs/keys.md says; the portal's log names what is wrong with this one. Waiting does not help."),
        KeyStoreTrouble.AccessRefused => new(
            "key_access_refused", "The key store does not let the portal use the key.",
            "Whoever runs the key vault has to give the portal's identity its role back, or let its network in; waiting does not help. Then try again."),
        KeyStoreTrouble.RowRefused => new(
            "data_key_refused", "The data key or the sealed value in the database is not what the portal wrote, and was not used.",
            "Tell whoever runs the portal: the database may have been changed from outside. Compare it with a backup before anything else; waiting does not help."),
        KeyStoreTrouble.KeyDestroyed => new(
            "data_key_destroyed", "The data key that it is sealed under was destroyed, so it cannot be opened any more.",
            "Waiting does not help. If the keys were only replaced meanwhile, enter the vendor's key once more; where the organization was off-boarded, nothing brings it back."),
    };
}

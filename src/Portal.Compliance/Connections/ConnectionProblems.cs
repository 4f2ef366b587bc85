using Portal.Platform.Results;
using Portal.Platform.Text;

namespace Portal.Compliance.Connections;

/// <summary>The closed set of refusals of this folder's use cases.</summary>
internal static class ConnectionProblems
{
    public static readonly Problem Unknown = new(
        "connection_unknown", "There is no such connection.", "It does not exist in this organization.", "Go back to the list of connections.");

    public static readonly Problem Revoked = new(
        "connection_revoked", "This connection was revoked.", "Its key is destroyed; that cannot be undone.", "Connect the account again from the catalogue.");

    public static readonly Problem Paused = new(
        "connection_paused", "This connection is paused.", "Nothing is synced while it is paused.", "Resume it first; that starts a sync.");

    public static readonly Problem NotPaused = new(
        "connection_not_paused", "This connection is not paused.", "There is nothing to resume.", "Look at its state; it may have changed meanwhile.");

    public static readonly Problem NotActive = new(
        "connection_not_active", "This connection cannot be paused now.", "Only an active connection can be paused.", "Look at its state; it may have changed meanwhile.");

    public static readonly Problem NeedsKey = new(
        "connection_needs_key", "The vendor refused this connection's key.", "Trying again with it could lock the account.", "Replace the key; that starts a sync.");

    public static readonly Problem KeyChanged = new(
        "connection_key_changed", "The connection changed while your key was tested.", "Somebody else replaced its key or revoked it.",
        "Look at the connection, and replace the key again if that is still needed.");

    public static readonly Problem RunUnknown = new(
        "run_unknown", "There is no such run.", "It does not exist on this connection.", "Go back to the connection's runs.");

    public static readonly Problem RunEnded = new(
        "run_ended", "This run has ended already.", "Only a queued or running sync can be cancelled.", "Look at its outcome on the run's page.");

    public static readonly Problem NameDiffers = new(
        "name_differs", "The name typed is not this connection's name.", "Revoking cannot be undone, so the name is asked for.",
        "Type the connection's name or its account exactly.", "name");

    public static readonly Problem ReasonMissing = new(
        "reason_missing", "A reason is needed.", "An examiner will want to know why.", "Say in a few words why this happens.", "reason");

    public static readonly Problem RevocationPending = new(
        "revocation_pending", "The connection is stopped, but its sealed key could not be destroyed yet.", "The database did not take the change.",
        "Nothing to do: it is tried again every few minutes, and the page shows Revoking until it is done.");

    public static readonly Problem NotRevoked = new(
        "connection_not_revoked", "This connection was not revoked.", "Deleting the key at the vendor is confirmed after revoking.", "Revoke it first.");

    /// <param name="at">When the next test may be made.</param>
    public static Problem TooManyTests(DateTimeOffset at, TimeZoneInfo zone, TimeSpan wait) => new(
        "too_many_tests", "Too many keys were tested in a short time.", "The vendor counts wrong keys against everybody here and may lock the account.",
        $"Nothing was sent. Try again at {InstantText.Precise(at, zone)}, in {Durations.Elapsed(wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait)}.");

    public static Problem InvalidSetting(string field, string error) => new(
        "setting_invalid", error, "The value cannot be used.", "Correct it and save again.", field);

    public static readonly Problem AccountChanges = new(
        "account_changes", "These settings name another account.", "A connection's evidence belongs to one account for ever.", "Connect the other account from the catalogue.");

    /// <summary>Why nothing can be synced now; null when something can.</summary>
    public static Problem? CannotSync(Connection connection) => connection.State switch
    {
        ConnectionState.Active => null,
        ConnectionState.Paused => Paused,
        ConnectionState.NeedsReauth => NeedsKey,
        ConnectionState.Revoking or ConnectionState.Revoked => Revoked,
    };
}

using Portal.Platform.Results;

namespace Portal.Compliance.Keys;

/// <summary>The closed set of refusals of this folder's use cases.</summary>
internal static class KeyProblems
{
    public static readonly Problem BeingPrepared = new(
        "keys_being_prepared", "Nothing was saved: this organization's keys are being prepared.",
        "Its key-encryption key does not exist yet in the key store; provisioning makes it.",
        "Try again in a few minutes. If it stays so, ask whoever runs the portal to run it once with --provision.");

    public static readonly Problem OffBoarded = new(
        "organization_off_boarded", "Nothing was saved: this organization was off-boarded.", "Its keys are destroyed, so nothing can be sealed any more.",
        "Create a new organization to start again.");

    public static readonly Problem AlreadyOpen = new(
        "key_request_open", "This is being done already.", "An earlier request of the same kind is not finished.", "Follow its progress below.");

    public static readonly Problem ReasonMissing = new(
        "reason_missing", "A reason is needed.", "An examiner will want to know why.", "Say in a few words why this happens.", "reason");

    public static readonly Problem NameDiffers = new(
        "name_differs", "The name typed is not this organization's name.", "Off-boarding cannot be undone, so the name is asked for.",
        "Type the organization's name exactly.", "name");
}

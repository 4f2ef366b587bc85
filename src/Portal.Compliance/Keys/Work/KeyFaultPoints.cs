namespace Portal.Compliance.Keys.Work;

/// <summary>Named places where key work may be killed, to prove that it goes on where it was and nothing becomes unreadable.</summary>
public static class KeyFaultPoints
{
    public const string AfterKeyStore = "keys-after-key-store";
    public const string AfterProvisioned = "keys-after-provisioned";
    public const string BeforeRewrap = "keys-before-rewrap";
    public const string AfterRewrap = "keys-after-rewrap";
    public const string AfterNewDataKey = "keys-after-new-data-key";
    public const string InsideChunk = "keys-inside-chunk";
    public const string AfterChunk = "keys-after-chunk";
    public const string AfterReencrypted = "keys-after-reencrypted";
    public const string BeforeDestroyCommit = "keys-before-destroy-commit";
    public const string AfterDestroy = "keys-after-destroy";

    /// <summary>In the order in which the two rotations reach them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        AfterKeyStore, AfterProvisioned, BeforeRewrap, AfterRewrap, AfterNewDataKey, InsideChunk, AfterChunk, AfterReencrypted, BeforeDestroyCommit, AfterDestroy,
    ];
}

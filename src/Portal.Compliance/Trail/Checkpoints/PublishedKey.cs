namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>
/// The public half of a key that signed a checkpoint, for anybody who asks. Belongs to the installation: it says nothing about whose
/// checkpoint that was.
/// </summary>
internal sealed class PublishedKey
{
    public required string Kid { get; init; }
    /// <summary>DER, P-256.</summary>
    public required byte[] SubjectPublicKeyInfo { get; init; }
    public required DateTimeOffset FirstUsedAt { get; init; }
}

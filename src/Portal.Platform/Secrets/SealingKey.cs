namespace Portal.Platform.Secrets;

/// <summary>
/// The key that seals now, held for many seals in a row. It stays in memory while it is held, also when it is evicted meanwhile: take it
/// when everything to be sealed is there, and dispose it before anything is waited for.
/// </summary>
public sealed class SealingKey : IDisposable
{
    private readonly DataKeyHold _hold;
    private readonly Guid _organizationId;
    private bool _disposed;

    internal SealingKey(DataKeyHold hold, Guid organizationId) => (_hold, _organizationId) = (hold, organizationId);

    /// <inheritdoc cref="SecretSealer.SealAsync"/>
    /// <exception cref="InvalidOperationException">The context is another organization's.</exception>
    /// <exception cref="ObjectDisposedException"/>
    public byte[] Seal(SealContext context, ReadOnlySpan<byte> plaintext)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return context.OrganizationId == _organizationId ? SealedBlob.Seal(_hold.Key, _hold.DataKeyId, context, plaintext)
            : throw new InvalidOperationException("A key seals for its own organization only.");
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _hold.Dispose();
        }
    }
}

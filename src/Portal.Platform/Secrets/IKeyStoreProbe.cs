namespace Portal.Platform.Secrets;

/// <summary>Asks the key store something small, for health checks.</summary>
public interface IKeyStoreProbe
{
    /// <summary>Throws if the key store does not answer, or has no key that signs.</summary>
    Task ProbeAsync(CancellationToken cancellationToken);
}

using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys;

/// <summary>
/// Asks for a new version of the organization's key-encryption key; every data key is then wrapped by it. What they sealed stays as it is.
/// </summary>
public sealed class RotateKeyEncryptionKey
{
    private readonly TenantScope _scope;
    private readonly AskForKeys _ask;

    internal RotateKeyEncryptionKey(TenantScope scope, AskForKeys ask) => (_scope, _ask) = (scope, ask);

    /// <returns>Id of the request, which is also its receipt.</returns>
    public async Task<Result<Guid>> ExecuteAsync(string reason, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        return _scope.RequireRecentSignIn() is { } old ? old : await _ask.ExecuteAsync(KeyRequestKind.RotateKey, reason, cancellationToken);
    }
}

/// <summary>Asks for a new data key. Everything sealed under the old one is sealed anew, in pieces and while syncs go on; then the old one is destroyed.</summary>
public sealed class RotateDataKey
{
    private readonly TenantScope _scope;
    private readonly AskForKeys _ask;

    internal RotateDataKey(TenantScope scope, AskForKeys ask) => (_scope, _ask) = (scope, ask);

    /// <inheritdoc cref="RotateKeyEncryptionKey.ExecuteAsync"/>
    public async Task<Result<Guid>> ExecuteAsync(string reason, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        return _scope.RequireRecentSignIn() is { } old ? old : await _ask.ExecuteAsync(KeyRequestKind.RotateDataKey, reason, cancellationToken);
    }
}

using Portal.Compliance.Keys.Work;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys;

/// <summary>
/// Ends the organization for good: every connection is revoked, every data key destroyed, and the destruction of its key-encryption key asked
/// for. Members keep reading evidence and log until retention ends. Copies in backups age out with the backups.
/// </summary>
public sealed class OffBoardOrganization
{
    private readonly TenantScope _scope;
    private readonly AskForKeys _ask;
    private readonly KeyWork _work;

    internal OffBoardOrganization(TenantScope scope, AskForKeys ask, KeyWork work) => (_scope, _ask, _work) = (scope, ask, work);

    /// <param name="organizationName">The organization's name, typed by the person.</param>
    /// <returns>Id of the request, which is also its receipt.</returns>
    public async Task<Result<Guid>> ExecuteAsync(string organizationName, string reason, CancellationToken cancellationToken = default)
    {
        _scope.Require(Permission.ManageOrganization);
        if (_scope.RequireRecentSignIn() is { } old)
        {
            return old;
        }

        if (!string.Equals(organizationName.Trim(), _scope.Tenant.Name, StringComparison.Ordinal))
        {
            return KeyProblems.NameDiffers;
        }

        var asked = await _ask.ExecuteAsync(KeyRequestKind.OffBoard, reason, cancellationToken);
        if (asked.IsOk)
        {
            // Now, not when the scheduler gets round to it; what does not succeed at once is tried again.
            await _work.ExecuteAsync(CancellationToken.None);
        }

        return asked;
    }
}

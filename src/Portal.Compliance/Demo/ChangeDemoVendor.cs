using System.Text.Json.Nodes;
using Portal.Compliance.Data;
using Portal.Platform.AuditLog;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Demo;

/// <summary>Writes down that somebody changed how the simulated vendor or the key store behaves, so that a trail read later explains itself.</summary>
public sealed class ChangeDemoVendor(TenantScope scope, TenantDatabase database)
{
    /// <param name="account">e.g. <c>acme.bamboohr.com</c>.</param>
    /// <param name="change">e.g. <c>key revoked at the vendor</c>.</param>
    /// <param name="subjectType"><c>key_store</c> when it is that.</param>
    public async Task ExecuteAsync(string account, string change, CancellationToken cancellationToken = default, string subjectType = "vendor_account")
    {
        scope.Require(Permission.ManageConnections);
        await using var work = await database.BeginAsync(cancellationToken);
        work.Audit(AuditAction.DemoVendorChanged, subjectType, account, new JsonObject { ["change"] = change });
        await work.CommitAsync(cancellationToken);
    }
}

using Microsoft.Extensions.Options;
using Portal.Platform.AuditLog;

namespace Portal.Compliance.Trail.Checkpoints;

/// <summary>How checkpoints are named and where else they are kept. Bound from the <c>AuditLog</c> section.</summary>
public sealed class AuditLogOptions
{
    public const string Section = "AuditLog";

    /// <summary>First line of every checkpoint, up to the slash before the organization's id; best a host name and path of yours.</summary>
    public string OriginPrefix { get; set; } = "portal";

    /// <summary>
    /// A folder outside the database that gets every checkpoint as a file, and is asked before the next one is signed: a database restored
    /// from an old backup is then noticed. Empty: none.
    /// </summary>
    public string AnchorFolder { get; set; } = "";
}

internal sealed class AuditLogOptionsCheck : IValidateOptions<AuditLogOptions>
{
    public ValidateOptionsResult Validate(string? name, AuditLogOptions options) =>
        options.OriginPrefix.Length > 100 || !CheckpointBody.IsOrigin(options.OriginPrefix)
            ? ValidateOptionsResult.Fail("AuditLog:OriginPrefix must be visible ASCII without spaces and '+', at most 100 characters, neither beginning nor ending with '/'.")
        : options.AnchorFolder.Length > 0 && !Path.IsPathFullyQualified(options.AnchorFolder)
            ? ValidateOptionsResult.Fail("AuditLog:AnchorFolder must be a full path, so that it does not depend on where the portal was started.")
        : ValidateOptionsResult.Success;
}

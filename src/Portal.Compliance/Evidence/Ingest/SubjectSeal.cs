using System.Security.Cryptography;
using System.Text;
using Portal.Compliance.Data;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Evidence.Ingest;

/// <summary>Seals a vendor's own id behind its pseudonym. Revealing one opens it again, with a reason, in the log.</summary>
internal static class SubjectSeal
{
    public static SealContext Context(Guid organizationId, Guid connectionId) => new(organizationId, connectionId, SealPurposes.SubjectIds, 1);

    public static async Task<byte[]> SealAsync(
        SecretSealer sealer, PortalDbContext db, Guid organizationId, Guid connectionId, string subjectId, CancellationToken cancellationToken)
    {
        var plain = Encoding.UTF8.GetBytes(subjectId);
        try
        {
            return await sealer.SealAsync(db, Context(organizationId, connectionId), plain, cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}

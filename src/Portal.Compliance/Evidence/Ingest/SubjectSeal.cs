using System.Security.Cryptography;
using System.Text;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Evidence.Ingest;

/// <summary>Seals a vendor's own id behind its pseudonym. Revealing one opens it again, with a reason, in the log.</summary>
internal static class SubjectSeal
{
    public static SealContext Context(Guid organizationId, Guid connectionId) => new(organizationId, connectionId, SealPurposes.SubjectIds, 1);

    public static byte[] Seal(SealingKey key, Guid organizationId, Guid connectionId, string subjectId)
    {
        var plain = Encoding.UTF8.GetBytes(subjectId);
        try
        {
            return key.Seal(Context(organizationId, connectionId), plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}

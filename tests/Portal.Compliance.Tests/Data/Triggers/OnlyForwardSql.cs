using System.Text.RegularExpressions;
using Portal.Compliance.Connections;
using Portal.Compliance.Data;
using Portal.Platform.Secrets;

namespace Portal.Compliance.Tests.Data.Triggers;

/// <summary>Which changes of a row would set it back, the same on every engine but for quotes and what old and new are called.</summary>
internal static partial class OnlyForwardSql
{
    private const string Connections = """
        @new."CredentialVersion" < @old."CredentialVersion"
          OR (@old."State" = 'Revoking' AND @new."State" NOT IN ('Revoking', 'Revoked'))
          OR (@old."State" = 'Revoked' AND (@new."State" <> 'Revoked' OR @new."SealedCredential" IS NOT NULL OR @new."CredentialVersion" <> @old."CredentialVersion"))
          OR (@old."DeletedAt" IS NOT NULL AND (@new."DeletedAt" IS NULL OR @new."DeletedAt" <> @old."DeletedAt"))
        """;

    private const string DataKeys = """
        (@old."State" = 'Destroyed' AND @new."State" <> 'Destroyed')
          OR (@old."State" = 'DecryptOnly' AND @new."State" = 'Active')
          OR (@new."State" = 'Destroyed' AND @new."WrappedKey" IS NOT NULL)
        """;

    private const string KeyRequests = """
        @old."State" IN ('Done', 'Refused', 'Cancelled') AND @new."State" <> @old."State"
        """;

    public static string Write(Type entity, DatabaseEngine engine, string from, string to)
    {
        var sql = entity == typeof(Connection) ? Connections : entity == typeof(DataKey) ? DataKeys : KeyRequests;
        var text = sql.ReplaceLineEndings("\n").Replace("@old", from, StringComparison.Ordinal).Replace("@new", to, StringComparison.Ordinal);
        return engine == DatabaseEngine.SqlServer ? Quoted().Replace(text, "[$1]") : text;
    }

    [GeneratedRegex("\"([A-Za-z]+)\"")]
    private static partial Regex Quoted();
}

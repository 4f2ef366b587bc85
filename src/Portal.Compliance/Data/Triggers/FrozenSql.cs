using System.Reflection;

namespace Portal.Compliance.Data.Triggers;

/// <summary>
/// Reads the SQL that a migration runs as it stood when the migration was made. Kept in files, so that it never changes with the code.
/// </summary>
internal static class FrozenSql
{
    public const string Triggers = "Triggers";

    public static string Read(DatabaseEngine engine, string name)
    {
        var resource = $"{engine}.{name}.sql";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly holds no {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

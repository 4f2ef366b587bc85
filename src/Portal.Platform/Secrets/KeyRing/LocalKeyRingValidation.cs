using Microsoft.Extensions.Options;

namespace Portal.Platform.Secrets.KeyRing;

/// <summary>Says at start everything that is wrong with the key ring's place, each fault naming its key.</summary>
internal sealed class LocalKeyRingValidation : IValidateOptions<LocalKeyRingOptions>
{
    private const string Key = $"{LocalKeyRingOptions.Section}:{nameof(LocalKeyRingOptions.Directory)}";

    public ValidateOptionsResult Validate(string? name, LocalKeyRingOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    public static IEnumerable<string> Faults(LocalKeyRingOptions options)
    {
        if (!string.Equals(options.EnvironmentName, "Development", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{LocalKeyRingOptions.Section}: the local key ring is for Development only; the environment is {options.EnvironmentName}. "
                + "Keys that protect real organizations belong in a key vault.";
        }

        if (!Path.IsPathFullyQualified(options.Directory))
        {
            yield return $"{Key}: an absolute folder is needed, not '{options.Directory}'.";
            yield break;
        }

        var ring = RealPath.Of(options.Directory);
        if (Inside(ring, options.ContentRoot))
        {
            yield return $"{Key}: {ring} is inside the content root {options.ContentRoot}.";
        }

        if (Inside(ring, options.DatabaseDirectory))
        {
            yield return $"{Key}: {ring} is inside the database's folder {options.DatabaseDirectory}.";
        }

        if (RealPath.Repository(ring) is { } repository)
        {
            yield return $"{Key}: {ring} is inside the repository {repository}.";
        }
    }

    private static bool Inside(string ring, string? root) => !string.IsNullOrEmpty(root) && RealPath.Contains(RealPath.Of(root), ring);
}

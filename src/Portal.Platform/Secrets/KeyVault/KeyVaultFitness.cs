namespace Portal.Platform.Secrets.KeyVault;

/// <summary>What a key has to be before anything new is wrapped by it or signed with it. What older versions wrapped or signed is another matter.</summary>
internal static class KeyVaultFitness
{
    public const int KeyBits = 3072;
    private const string Hardware = "-HSM";

    public static NewKey Encrypting(KeyVaultOptions options) => new(options.KeyType, KeyBits, null, ["wrapKey", "unwrapKey"]);

    public static NewKey Signing(KeyVaultOptions options) => new(options.IsHardware ? "EC-HSM" : "EC", null, "P-256", ["sign", "verify"]);

    /// <exception cref="KeyVaultException">It is not what is configured; the message names everything that is wrong.</exception>
    public static void Require(KeyVaultJwk? key, string name, NewKey wanted)
    {
        var faults = Faults(key, wanted).ToList();
        if (faults.Count > 0)
        {
            throw new KeyVaultException(KeyVaultFault.Unfit,
                $"The vault's key {name} is not used: {string.Join("; ", faults)}. Choose another name or remove it.");
        }
    }

    private static IEnumerable<string> Faults(KeyVaultJwk? key, NewKey wanted)
    {
        var operations = key?.Operations ?? [];
        if (Kind(key?.Kty) != Kind(wanted.Type))
        {
            yield return $"it is of kind {key?.Kty ?? "none"}, the portal needs {wanted.Type}";
        }
        else
        {
            if (wanted.Type.EndsWith(Hardware, StringComparison.Ordinal) && key!.Kty != wanted.Type)
            {
                yield return $"it is a software key ({key.Kty}), but KeyVault:KeyType asks for keys in a hardware module ({wanted.Type})";
            }

            if (wanted.Size is { } bits && Bits(key!) is var size && size < bits)
            {
                yield return $"it has {size} bits, the portal needs {bits} or more";
            }

            if (wanted.Curve is { } curve && key!.Curve != curve)
            {
                yield return $"its curve is {key.Curve ?? "unknown"}, the portal needs {curve}";
            }
        }

        if (!operations.ToHashSet(StringComparer.Ordinal).SetEquals(wanted.Operations))
        {
            yield return $"it may {(operations.Count == 0 ? "nothing" : string.Join(", ", operations))}, the portal needs {string.Join(" and ", wanted.Operations)} and nothing else";
        }
    }

    private static int Bits(KeyVaultJwk key)
    {
        using var rsa = key.Rsa();
        return rsa.KeySize;
    }

    private static string? Kind(string? type) => type?.Replace(Hardware, "", StringComparison.Ordinal);
}

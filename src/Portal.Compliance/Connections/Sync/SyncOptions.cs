using Microsoft.Extensions.Options;

namespace Portal.Compliance.Connections.Sync;

/// <summary>Bound from <c>Sync</c>.</summary>
internal sealed class SyncOptions
{
    public const string Section = "Sync";

    /// <summary>
    /// How many population members one sync holds in memory, some 300 bytes each. A sync that finds no more is stored in its final transaction
    /// alone; a larger one is staged, this many rows a transaction.
    /// </summary>
    public int RowsInMemory { get; set; } = 8_192;
}

internal sealed class SyncOptionsCheck : IValidateOptions<SyncOptions>
{
    private const int Most = 100_000;

    public ValidateOptionsResult Validate(string? name, SyncOptions options) => options.RowsInMemory is >= 1 and <= Most
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{SyncOptions.Section}:RowsInMemory is {options.RowsInMemory}; it must be between 1 and {Most}.");
}

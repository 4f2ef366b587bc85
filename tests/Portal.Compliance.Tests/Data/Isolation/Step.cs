namespace Portal.Compliance.Tests.Data.Isolation;

/// <summary>What one of two organizations does in one transaction.</summary>
public sealed record Turn(bool AsSecond, Step[] Steps);

/// <summary>The numbers pick a table and a row among those there are.</summary>
public sealed record Step(Act Act, byte Table, byte Row);

public enum Act
{
    Read, Find, Add, AddInBulk, Change, WipeAll,
    AddForTheOther, AddForTheOtherInBulk, ReferToTheOther, ChangeTheOthers, RemoveTheOthers, ForgeTheOthers,
    MoveAll, MoveAllRaw, StealAll, WipeTheOthers,
    // Where the engine itself keeps rows apart.
    ReadUnfiltered, ReadRaw, ReadWithoutTenant, WipeTheOthersRaw, StealAllRaw, AddForTheOtherRaw,
}

/// <summary>What keeps organizations apart, from the outside in.</summary>
internal enum Layer { Nothing, Filter, Guard, Keys, Triggers, RowSecurity }

/// <summary>Something that a layer had to stop got past it. The next one may still have held.</summary>
internal sealed class IsolationBrokenException(Act act, string table, Layer expected, Layer held, string what)
    : Exception($"{act} on {table}: {expected} had to stop it, but {(held == Layer.Nothing ? "nothing did" : $"{held} did")} ({what}).")
{
    public Act Act => act;

    /// <summary>Nothing, when it leaked.</summary>
    public Layer Held => held;
}

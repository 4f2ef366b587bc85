namespace Portal.Platform;

/// <summary>The one place ids come from: UUIDv7, so that rows sort by creation and indexes stay dense.</summary>
public static class Ids
{
    /// <param name="clock">Whose now goes into the id; demo history is made at past instants.</param>
    public static Guid New(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());
}

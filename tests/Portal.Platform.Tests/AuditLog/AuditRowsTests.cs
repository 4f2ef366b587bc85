using Portal.Platform.AuditLog;

namespace Portal.Platform.Tests.AuditLog;

public sealed class AuditRowsTests : IDisposable
{
    private readonly PlatformDatabase _database = new();
    private readonly Guid _organization = Guid.CreateVersion7();

    /// <summary>A stretch is its own rows: one more would be taken for a fault of the log.</summary>
    [Fact]
    public async Task ReadAsync_PartOfALog_GivesThoseRowsInOrderUntilNoMoreAreWanted()
    {
        await Records.AppendAsync(_database, _organization, Records.Many(6));
        await Records.AppendAsync(_database, Guid.CreateVersion7(), Records.Many(6));
        await using var db = _database.Open();
        Assert.Equal([2, 3], await ReadAsync(2, 4, 9));
        Assert.Equal([0, 1, 2], await ReadAsync(0, 6, 3));
        Assert.Equal([4, 5], await ReadAsync(4, 9, 9));

        async Task<List<long>> ReadAsync(long from, long to, int wanted)
        {
            var seen = new List<long>();
            await new EntityAuditRows(db, _organization).ReadAsync(from, to, (scoped in row) =>
            {
                seen.Add(row.Sequence);
                return seen.Count < wanted;
            }, CancellationToken.None);
            return seen;
        }
    }

    public void Dispose() => _database.Dispose();
}

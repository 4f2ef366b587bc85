using System.Buffers;
using System.Collections.Concurrent;
using Portal.Platform.AuditLog;

namespace Portal.Platform.Tests.AuditLog;

/// <summary>A log long enough for several stretches: its head in the database, its rows in memory.</summary>
internal sealed class LongLog : AuditRows
{
    private readonly List<AuditEntry> _entries = [];
    private readonly AuditDetail _detail;

    public LongLog(Guid organizationId, int size)
    {
        _detail = new AuditDetail { OrganizationId = organizationId, Sequence = 0, Salt = new byte[AuditLeaf.SaltSize], DetailJson = [.. "{}"u8] };
        var hash = AuditLeaf.DetailHash(_detail.Salt, _detail.DetailJson);
        var buffer = new ArrayBufferWriter<byte>(512);
        for (var sequence = 0; sequence < size; sequence++)
        {
            var entry = new AuditEntry
            {
                OrganizationId = organizationId,
                Sequence = sequence,
                At = Records.At,
                ActorId = "system:scheduler",
                ActorName = "Portal",
                Action = "sync.succeeded",
                SubjectType = "run",
                SubjectId = "r",
                DetailHash = hash,
            };
            entry.Seal(AuditLeaf.Hash(entry, buffer));
            _entries.Add(entry);
        }

        Head = new AuditHead { OrganizationId = organizationId };
        Head.MoveTo(size, Frontier(size).ToBytes(), Frontier(size).Root());
    }

    public AuditHead Head { get; }

    /// <summary>Entries that somebody took away.</summary>
    public HashSet<long> Missing { get; } = [];

    public ConcurrentQueue<(long From, long To)> Reads { get; } = [];

    /// <summary>Waited for when a stretch begins to be read, with its first sequence.</summary>
    public Func<long, Task> Begun { get; set; } = _ => Task.CompletedTask;

    /// <summary>Thrown behind the last row that was wanted.</summary>
    public Exception? Failure { get; set; }

    public int LaneCount { get; set; } = 1;

    public override int Lanes => LaneCount;

    public string RootAt(int size) => Convert.ToHexStringLower(Frontier(size).Root());

    public override async Task ReadAsync(long from, long to, AuditRowTaker take, CancellationToken cancellationToken)
    {
        Reads.Enqueue((from, to));
        await Begun(from);
        for (var next = (int)from; next < to && (Missing.Contains(next) || take(EntityAuditRows.Of(_entries[next], _detail)));)
        {
            next++;
        }

        if (Failure is not null)
        {
            throw Failure;
        }
    }

    private MerkleFrontier Frontier(int size)
    {
        var frontier = new MerkleFrontier();
        _entries.Take(size).ToList().ForEach(e => frontier.Append(e.LeafHash));
        return frontier;
    }
}

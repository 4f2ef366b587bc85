using System.Globalization;

namespace Portal.Platform.AuditLog;

/// <summary>A whole log, put together from its stretches and held against its head.</summary>
internal sealed class RecomputedLog(bool keepsRoots)
{
    private readonly Dictionary<long, string> _roots = [];
    private readonly MerkleFrontier _frontier = new();
    private readonly SortedSet<int> _months = [];
    private long _purged;

    public long Verified => _frontier.Size;

    /// <returns>The fault that the stretch ends with; nothing may be taken after one.</returns>
    public AuditFault? Take(AuditStretch stretch)
    {
        foreach (var (size, part) in stretch.At)
        {
            var then = new MerkleFrontier(_frontier.Size, _frontier.ToBytes());
            then.Append(part);
            _roots[size] = Hex(then.Root());
        }

        _frontier.Append(stretch.Frontier);
        _purged += stretch.Purged;
        _months.UnionWith(stretch.Months);
        return stretch.Fault;
    }

    public AuditLogReport Report(AuditHead head, AuditFault? fault)
    {
        var root = _frontier.Root();
        fault ??= Ending(head, root);
        var report = new AuditLogReport(head.Size, Verified, _purged, Hex(root), fault) { PurgedMonths = _months.Count == 0 ? [] : [.. _months] };
        return keepsRoots ? report with { RootsAt = _roots } : report;
    }

    private AuditFault? Ending(AuditHead head, byte[] root) =>
        Verified != head.Size ? new AuditFault(AuditFaultKind.Sequence, Verified, Verified.ToString(CultureInfo.InvariantCulture), "none")
        : !root.AsSpan().SequenceEqual(head.Root) ? new AuditFault(AuditFaultKind.Root, null, Hex(head.Root), Hex(root))
        : _frontier.ToBytes() is var frontier && !frontier.AsSpan().SequenceEqual(head.Frontier)
            ? new AuditFault(AuditFaultKind.Frontier, null, Hex(head.Frontier), Hex(frontier))
        : null;

    private static string Hex(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash);
}

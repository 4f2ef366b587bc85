using Portal.Platform.AuditLog;
using Portal.Platform.Text;

namespace Portal.Platform.Tests.AuditLog;

/// <summary>A log that is verified in several stretches, by several lanes: the same answer as in one, and always the first fault.</summary>
public sealed class AuditStretchTests : IDisposable
{
    private const int Length = AuditStretch.Length;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);
    private readonly PlatformDatabase _database = new();
    private readonly Guid _organization = Guid.CreateVersion7();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task VerifyAsync_SeveralStretches_AreEachReadOnceAndMakeOneLog(int lanes)
    {
        const int size = (2 * Length) + 5;
        var log = new LongLog(_organization, size) { LaneCount = lanes };
        var seen = new List<long>();

        var report = await VerifyAsync(log, new Seen(seen), new HashSet<long> { 7, Length, Length + 3, size });

        Assert.Equal((size, size, log.RootAt(size), null), (report.Size, report.Verified, report.RootHex, report.FirstFault));
        Assert.Equal([(0, Length), (Length, 2 * Length), (2 * Length, size)], log.Reads.Order());
        Assert.Equal(new[] { 7, Length, Length + 3, size }.Select(at => ((long)at, log.RootAt(at))), report.RootsAt.OrderBy(r => r.Key).Select(r => (r.Key, r.Value)));
        // A stretch tells of each thousand of its own.
        Assert.Equal([.. Enumerable.Range(1, 2 * (Length / 1_000)).Select(i => i * 1_000L), size], seen);
    }

    [Fact]
    public async Task VerifyAsync_LogThatEndsWhereAStretchDoes_IsReadNoFurtherAndNeedsNoListener()
    {
        var log = new LongLog(_organization, Length);
        Assert.True((await VerifyAsync(log)).IsIntact);
        Assert.Equal([(0, Length)], log.Reads);
    }

    [Fact]
    public async Task VerifyAsync_FaultInTheFirstStretch_LeavesTheOthersUnread()
    {
        var log = new LongLog(_organization, 2 * Length) { Missing = { 5 } };
        var report = await VerifyAsync(log);
        Assert.Equal((5, new AuditFault(AuditFaultKind.Sequence, 5, "5", "6")), (report.Verified, report.FirstFault));
        Assert.Equal([(0, Length)], log.Reads);
    }

    [Fact]
    public async Task VerifyAsync_EndOfAStretchMissing_IsTheFaultAlthoughTheNextOneIsWhole()
    {
        var log = new LongLog(_organization, 2 * Length) { LaneCount = 2, Missing = { Length - 1 } };
        var report = await VerifyAsync(Rendezvous(log));
        Assert.Equal((Length - 1, new AuditFault(AuditFaultKind.Sequence, Length - 1, "16383", "none")), (report.Verified, report.FirstFault));
    }

    [Fact]
    public async Task VerifyAsync_TwoLanesWithAFaultEach_TellTheFirst()
    {
        var log = new LongLog(_organization, 2 * Length) { LaneCount = 2, Missing = { 5, Length + 1 } };
        Assert.Equal(new AuditFault(AuditFaultKind.Sequence, 5, "5", "6"), (await VerifyAsync(Rendezvous(log))).FirstFault);
    }

    [Theory]
    [InlineData(typeof(InvalidCastException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(FormatException))]
    [InlineData(typeof(ArgumentOutOfRangeException))]
    public async Task VerifyAsync_RowsThatCannotBeRead_AreAFaultThere(Type failure)
    {
        var log = new LongLog(_organization, 3) { Failure = (Exception)Activator.CreateInstance(failure)! };
        Assert.Equal(new AuditFault(AuditFaultKind.Unreadable, 3, "rows that can be read from here on", log.Failure.Message), (await VerifyAsync(log)).FirstFault);
    }

    [Fact]
    public async Task VerifyAsync_TextThatIsNoUnicode_IsAFaultOfTheEntry()
    {
        var log = new LongLog(_organization, 3) { Failure = new CanonicalJsonException("a lone surrogate") };
        Assert.Equal(new AuditFault(AuditFaultKind.Entry, 3, "Unicode", "not Unicode"), (await VerifyAsync(log)).FirstFault);
    }

    [Fact]
    public async Task VerifyAsync_FailureBehindAFault_LeavesTheFaultAsItIs()
    {
        var log = new LongLog(_organization, 3) { Missing = { 1 }, Failure = new FormatException() };
        Assert.Equal(AuditFaultKind.Sequence, (await VerifyAsync(log)).FirstFault?.Kind);
    }

    [Fact]
    public async Task VerifyAsync_ConnectionLost_IsNoFaultOfTheLog() =>
        await Assert.ThrowsAsync<IOException>(() => VerifyAsync(new LongLog(_organization, 3) { Failure = new IOException() }));

    public void Dispose() => _database.Dispose();

    /// <summary>Nothing is read before both stretches have begun: one lane alone would wait for ever.</summary>
    private static LongLog Rendezvous(LongLog log)
    {
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = 0;
        log.Begun = _ =>
        {
            if (Interlocked.Increment(ref begun) == 2)
            {
                both.SetResult();
            }

            return both.Task.WaitAsync(Enough);
        };
        return log;
    }

    private async Task<AuditLogReport> VerifyAsync(LongLog log, IProgress<long>? progress = null, IReadOnlySet<long>? rootsAt = null)
    {
        await using var db = _database.Open();
        db.Add(log.Head);
        await db.SaveChangesAsync();
        return await AuditLogVerification.VerifyAsync(db, log, _organization, CancellationToken.None, progress, rootsAt);
    }

    private sealed class Seen(List<long> values) : IProgress<long>
    {
        public void Report(long value) => values.Add(value);
    }
}

using Portal.Platform.AuditLog;

namespace Portal.Platform.Tests.AuditLog;

/// <summary>What a fault says to whoever reads it: what stands there, and what should. And which missing details are faults at all.</summary>
public sealed class AuditFaultTests : IDisposable
{
    private static readonly DateTimeOffset Later = Records.At.AddDays(1);
    private readonly PlatformDatabase _database = new();
    private readonly Guid _organization = Guid.CreateVersion7();

    [Theory]
    [InlineData("DELETE FROM AuditHeads", AuditFaultKind.HeadMissing, null, "a head row", "none")]
    [InlineData("UPDATE AuditEntries SET Sequence = -1 WHERE Sequence = 2", AuditFaultKind.Sequence, -1L, "0", "-1")]
    [InlineData("UPDATE AuditEntries SET Sequence = 5 WHERE Sequence = 2", AuditFaultKind.Sequence, 5L, "5 entries", "entry 5")]
    [InlineData("UPDATE AuditDetails SET Sequence = -9 WHERE Sequence = 2", AuditFaultKind.StrayDetail, -9L, "an entry", "none")]
    [InlineData("UPDATE AuditDetails SET Sequence = 5 WHERE Sequence = 2", AuditFaultKind.StrayDetail, 5L, "an entry", "none")]
    [InlineData("UPDATE AuditHeads SET Size = 6", AuditFaultKind.Sequence, 5L, "5", "none")]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 2", AuditFaultKind.Sequence, 2L, "2", "3")]
    public async Task VerifyAsync_TamperedFile_SaysWhatStandsThereAndWhatShould(string tampering, AuditFaultKind kind, long? sequence, string expected, string found)
    {
        await Records.AppendAsync(_database, _organization, Records.Many(5));
        _database.Tamper(tampering);
        Assert.Equal(new AuditFault(kind, sequence, expected, found), (await VerifyAsync(null)).FirstFault);
    }

    [Fact]
    public async Task VerifyAsync_MissingDetails_StandWhereSomePurgeTookThem()
    {
        await WithoutDetailsAsync(1, 2, 7);
        var report = await VerifyAsync([new PurgedDetails(7, 8, Later, 24), new PurgedDetails(0, 1, Later, 6), new PurgedDetails(2, 3, Later, 12)]);
        Assert.Null(report.FirstFault);
        Assert.Equal((10, 3), (report.Verified, report.PurgedDetails));
        Assert.Equal([6, 12, 24], report.PurgedMonths);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task VerifyAsync_MissingDetailThatNoPurgeTook_IsAFault(bool others)
    {
        await WithoutDetailsAsync(3);
        IReadOnlyList<PurgedDetails> purges = others ? [new(0, 2, Later, 12), new(4, 9, Later, 12), new(0, 9, Records.At, 12)] : [];
        Assert.Equal(new AuditFault(AuditFaultKind.DetailMissing, 3, "a detail, or a record that retention took it", "none"), (await VerifyAsync(purges)).FirstFault);
    }

    public void Dispose() => _database.Dispose();

    private async Task WithoutDetailsAsync(params int[] sequences)
    {
        await Records.AppendAsync(_database, _organization, Records.Many(10));
        _database.Tamper($"DELETE FROM AuditDetails WHERE Sequence IN ({string.Join(", ", sequences)})");
    }

    private async Task<AuditLogReport> VerifyAsync(IReadOnlyList<PurgedDetails>? purged)
    {
        await using var db = _database.Open();
        return await AuditLogVerification.VerifyAsync(db, _organization, CancellationToken.None, purged: purged);
    }
}

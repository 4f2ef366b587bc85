using System.Text;
using Portal.Platform.AuditLog;

namespace Portal.Platform.Tests.AuditLog;

/// <summary>Which missing details a recorded purge explains: those of its stretch, from before its cut-off, and never those that prove a purge or forbid one.</summary>
public sealed class PurgedDetailsTests
{
    private static readonly DateTimeOffset CutOff = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PurgedDetails Purge = new(10, 20, CutOff, 12);

    [Theory]
    [InlineData(9, -1, false)]
    [InlineData(10, -1, true)]
    [InlineData(15, -1, true)]
    [InlineData(20, -1, true)]
    [InlineData(21, -1, false)]
    [InlineData(15, 0, false)]
    [InlineData(15, 1, false)]
    [InlineData(9, 1, false)]
    public void Covers_AnEntry_OnlyWithinTheStretchAndBeforeTheCutOff(long sequence, long ticksAfterCutOff, bool covers) =>
        Assert.Equal(covers, Purge.Covers(sequence, CutOff.AddTicks(ticksAfterCutOff), "signin.succeeded"u8));

    [Fact]
    public void Covers_WhatProvesOrForbidsAPurge_Never() =>
        Assert.All(PurgedDetails.Kept, action => Assert.False(Purge.Covers(15, CutOff.AddDays(-1), Encoding.ASCII.GetBytes(action))));
}

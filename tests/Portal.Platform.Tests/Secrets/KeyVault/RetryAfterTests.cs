using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class RetryAfterTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("7", null, 7)]
    [InlineData("0", null, 0)]
    [InlineData("-7", null, null)]
    [InlineData("soon", "Thu, 26 Nov 2026 12:00:00 GMT", null)]
    [InlineData("Thu, 26 Nov 2026 12:00:09 GMT", "Thu, 26 Nov 2026 12:00:00 GMT", 9)]
    [InlineData("Thu, 26 Nov 2026 12:00:00 GMT", "Thu, 26 Nov 2026 12:00:00 GMT", null)]
    [InlineData("Thu, 26 Nov 2026 11:59:59 GMT", "Thu, 26 Nov 2026 12:00:00 GMT", null)]
    [InlineData("Thu, 26 Nov 2026 12:00:09 GMT", null, null)]
    public void Of_AnAnswer_IsSecondsOrUntilADateByItsOwnClock(string? retryAfter, string? date, int? seconds)
    {
        (string, string)[] headers = [.. retryAfter is null ? [] : new[] { ("Retry-After", retryAfter) }, .. date is null ? [] : new[] { ("Date", date) }];
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, RetryAfter.Of(new CannedResponse(429, "", headers)));
    }
}

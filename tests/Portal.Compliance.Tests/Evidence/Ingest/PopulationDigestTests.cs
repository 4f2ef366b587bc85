using System.Security.Cryptography;
using System.Text;
using Portal.Compliance.Evidence.Ingest;

namespace Portal.Compliance.Tests.Evidence.Ingest;

public sealed class PopulationDigestTests
{
    [Fact]
    public void ToJson_IsTheHashThatSha256sumGivesOfTheSortedLines()
    {
        using var digest = new PopulationDigest();
        digest.Add("0a", new DateOnly(2026, 2, 1), "counted");
        digest.Add("0a", new DateOnly(2026, 2, 2), "review");
        digest.Add("ff", new DateOnly(2025, 12, 31), "scheduled");

        var json = digest.ToJson();

        var lines = "0a 2026-02-01 counted\n0a 2026-02-02 review\nff 2025-12-31 scheduled\n";
        Assert.Equal(3, (long)json["count"]!);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines))), (string)json["sha256"]!);
    }

    [Theory]
    [InlineData("0a", 1)]
    [InlineData("09", 2)]
    public void Add_OutOfOrderOrTwice_IsRefused(string pseudonym, int day)
    {
        using var digest = new PopulationDigest();
        digest.Add("0a", new DateOnly(2026, 2, 1), "counted");

        Assert.Throws<InvalidOperationException>(() => digest.Add(pseudonym, new DateOnly(2026, 2, day), "counted"));
    }
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Portal.Platform.Text;

namespace Portal.Platform.Tests.Text;

public sealed class FingerprintTests
{
    private static JsonObject Payload => new() { ["total"] = 3, ["asOf"] = "2026-11-21" };

    [Fact]
    public void Of_KnownFinding_IsTheHashThatAStrangerComputes()
    {
        // printf '{"kind":"bamboohr.terminations","payload":{"asOf":"2026-11-21","total":3},"schemaVersion":1,"subject":"acme"}' | sha256sum
        Assert.Equal(
            "d2d4dde6661ebabedea802901d2da84fdf1388ad88d057e05c151056d8ace0bd",
            Fingerprint.Hex(Fingerprint.Of("bamboohr.terminations", 1, "acme", Payload)));
    }

    [Property]
    public Property Of_AnyPayload_HashesTheCanonicalEnvelope() => Prop.ForAll(JsonGenerator.Nodes, node =>
    {
        var payload = new JsonObject { ["p"] = node?.DeepClone() };
        var envelope = new JsonObject { ["subject"] = "sub\"ject", ["kind"] = "k", ["schemaVersion"] = 7, ["payload"] = payload.DeepClone() };
        Assert.Equal(SHA256.HashData(CanonicalJson.Canonicalize(envelope)), Fingerprint.Of("k", 7, "sub\"ject", payload));
    });

    [Fact]
    public void Of_AnyPartChanged_IsAnother()
    {
        var all = new[]
        {
            Fingerprint.Of("k", 1, "s", Payload), Fingerprint.Of("l", 1, "s", Payload), Fingerprint.Of("k", 2, "s", Payload),
            Fingerprint.Of("k", 1, "t", Payload), Fingerprint.Of("k", 1, "s", new JsonObject { ["total"] = 4, ["asOf"] = "2026-11-21" }),
        };
        Assert.Equal(all.Length, all.Select(f => Fingerprint.Hex(f)).Distinct().Count());
    }
}

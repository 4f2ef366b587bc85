using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Core.Pipeline;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

/// <summary>The client against what the real service once answered, byte for byte, its challenge included.</summary>
public sealed class KeyVaultRecordingTests
{
    private static readonly Uri Vault = new("https://heathskeyvault.vault.azure.net/");
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task CreateWrapUnwrap_Recorded_ReplaysWithTheChallengeFirst()
    {
        var recording = Recorded("wrap-unwrap-rsa-oaep-256.json");
        var plain = Body(recording[2], "RequestBody", "value");
        var wrapped = Body(recording[2], "ResponseBody", "value");
        using var replay = new Replay(recording);
        var credential = new RecordingCredential();
        var client = Client(replay, credential);

        var key = await client.CreateAsync("87181574", new NewKey("RSA", null, null, ["wrapKey", "unwrapKey"]), None);
        Assert.Equal(wrapped, await client.WrapAsync(client.Id(key), "RSA-OAEP-256", plain, None));
        Assert.Equal(plain, await client.UnwrapAsync(client.Id(key), "RSA-OAEP-256", wrapped, None));

        Assert.Equal(4, replay.Played);
        var asked = Assert.Single(credential.Asked.DistinctBy(a => a.Claims));
        Assert.Equal(("https://vault.azure.net/.default", "72f988bf-86f1-41af-91ab-2d7cd011db47"), (asked.Scopes.Single(), asked.TenantId));
        using var rsa = key.Key!.Rsa();
        Assert.Equal(2048, rsa.KeySize);
    }

    [Fact]
    public async Task Rotate_Recorded_GivesTheNewVersion()
    {
        using var replay = new Replay([Challenge(), .. Recorded("rotate-key.json")]);
        var client = Client(replay);
        Assert.Equal("cc9c3cc524d443489c71498ce197f241", client.Id(await client.RotateAsync("1096994262", None)).Version);
    }

    [Fact]
    public async Task Verify_Recorded_HoldsInTheServiceAndHere()
    {
        var recording = Recorded("verify-es256.json");
        using var replay = new Replay([Challenge(), .. recording]);
        var (digest, signature) = (Body(recording[0], "RequestBody", "digest"), Body(recording[0], "RequestBody", "value"));
        var client = Client(replay);
        Assert.True(await client.VerifyAsync(KeyVaultKeyId.Parse($"{Vault}keys/598497169/31770d354ba14d9fb9dedd33169660e2", Vault)!, "ES256", digest, signature, None));
        using var local = File("verify-es256.json").GetProperty("jwk").Deserialize<KeyVaultJwk>()!.P256();
        Assert.True(local.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Theory]
    [InlineData("notFound", KeyVaultFault.NotFound, "KeyNotFound")]
    [InlineData("missingToken", KeyVaultFault.Unauthenticated, "Unauthorized")]
    public async Task Error_Recorded_IsTyped(string name, KeyVaultFault fault, string code)
    {
        using var replay = new Replay([File("errors-and-cae.json").GetProperty(name)]);
        var thrown = await Assert.ThrowsAsync<KeyVaultException>(() => Client(replay).GetAsync("1710796886", null, None));
        Assert.Equal((fault, code), (thrown.Fault, thrown.Code));
    }

    private static KeyVaultClient Client(Replay replay, RecordingCredential? credential = null) => new(
        Vault, credential ?? new RecordingCredential(), new HttpClientTransport(replay), true, TimeProvider.System, firstDelay: TimeSpan.FromMilliseconds(1));

    private static JsonElement File(string name) => Vectors.Json(Path.Combine(Vectors.Folder("keyvault-recordings"), name));

    private static List<JsonElement> Recorded(string name) => [.. File(name).GetProperty("Entries").EnumerateArray()];

    /// <summary>The recorded challenge, for the recordings that leave it out.</summary>
    private static JsonElement Challenge()
    {
        var first = Recorded("wrap-unwrap-rsa-oaep-256.json")[0];
        using var document = JsonDocument.Parse(
            $$"""{"StatusCode":401,"ResponseHeaders":{{first.GetProperty("ResponseHeaders").GetRawText()}},"ResponseBody":{{first.GetProperty("ResponseBody").GetRawText()}}}""");
        return document.RootElement.Clone();
    }

    private static byte[] Body(JsonElement entry, string part, string name) =>
        System.Buffers.Text.Base64Url.DecodeFromChars(entry.GetProperty(part).GetProperty(name).GetString());

    /// <summary>Plays one answer after another and holds each request against the recorded one.</summary>
    private sealed class Replay(List<JsonElement> entries) : HttpMessageHandler
    {
        public int Played { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var entry = entries[Played++];
            if (entry.TryGetProperty("RequestUri", out var uri))
            {
                Assert.Equal((entry.GetProperty("RequestMethod").GetString(), new Uri(uri.GetString()!).AbsolutePath, true),
                    (request.Method.Method, request.RequestUri!.AbsolutePath, request.RequestUri.Scheme == "https"), new IgnoringCase());
                var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
                var recorded = entry.GetProperty("RequestBody");
                Assert.Equal(recorded.ValueKind == JsonValueKind.Null, body.Length == 0);
                if (recorded.ValueKind == JsonValueKind.Object)
                {
                    using var sent = JsonDocument.Parse(body);
                    Assert.All(recorded.EnumerateObject(), p => Assert.Equal(p.Value.GetString(), sent.RootElement.GetProperty(p.Name).GetString()));
                }
            }

            var answer = new HttpResponseMessage((HttpStatusCode)entry.GetProperty("StatusCode").GetInt32())
            {
                Content = new StringContent(entry.GetProperty("ResponseBody").GetRawText(), Encoding.UTF8, "application/json"),
            };
            if (entry.TryGetProperty("ResponseHeaders", out var headers) && headers.TryGetProperty("WWW-Authenticate", out var challenge))
            {
                Assert.Null(request.Headers.Authorization);
                answer.Headers.WwwAuthenticate.Add(AuthenticationHeaderValue.Parse(challenge.GetString()!));
            }

            return answer;
        }
    }

    private sealed class IgnoringCase : IEqualityComparer<(string?, string, bool)>
    {
        public bool Equals((string?, string, bool) x, (string?, string, bool) y) =>
            x.Item1 == y.Item1 && string.Equals(x.Item2, y.Item2, StringComparison.OrdinalIgnoreCase) && x.Item3 == y.Item3;

        public int GetHashCode((string?, string, bool) of) => 0;
    }
}

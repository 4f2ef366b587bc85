using System.Diagnostics.Tracing;
using System.Net;
using Azure.Core.Diagnostics;
using Azure.Core.Pipeline;
using Azure.Identity;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

/// <summary>What the client sends to the byte, and what it makes of answers that no honest vault gives.</summary>
public sealed class KeyVaultClientScriptTests
{
    private const string Api = "?api-version=2025-07-01";
    private const string Json = "application/json";
    private const string Operated = """{"kid":"https://contoso.vault.azure.net/keys/kek/1","value":"AQID"}""";
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly KeyVaultKeyId Kek = new("contoso.vault.azure.net", "kek", "1");

    [Fact]
    public async Task Requests_OfEachOperation_AreWhatTheInterfaceSays()
    {
        var vault = new ScriptedVault(
            ScriptedVault.Key("kek", "1"), ScriptedVault.Key("kek", "1"), ScriptedVault.Key("kek", "1"), ScriptedVault.Key("kek", "2"), ScriptedVault.Key("kek", "2"),
            ScriptedVault.Key("kek", "2"), ScriptedVault.Key("kek", "2"), "", Operated, Operated, Operated, """{"value":true}""");
        var client = vault.Client();
        await client.CreateAsync("kek", new NewKey("RSA", 3072, null, ["wrapKey"]), None);
        await client.GetAsync("kek", null, None);
        await client.GetAsync("kek", "1", None);
        await client.RotateAsync("kek", None);
        await client.DeleteAsync("kek", None);
        await client.GetDeletedAsync("kek", None);
        await client.RecoverAsync("kek", None);
        await client.PurgeAsync("kek", None);
        Assert.Equal([1, 2, 3], await client.WrapAsync(Kek, "RSA-OAEP-256", new byte[] { 9, 9 }, None));
        Assert.Equal([1, 2, 3], await client.UnwrapAsync(Kek, "RSA-OAEP-256", new byte[] { 9, 9 }, None));
        Assert.Equal([1, 2, 3], await client.SignAsync(Kek, "ES256", new byte[] { 9, 9 }, None));
        Assert.True(await client.VerifyAsync(Kek, "ES256", new byte[] { 9, 9 }, new byte[] { 7 }, None));

        Assert.Equal(
            [
                ("POST", $"/keys/kek/create{Api}", """{"kty":"RSA","key_size":3072,"key_ops":["wrapKey"]}""", Json, Json),
                ("GET", $"/keys/kek{Api}", "", Json, null),
                ("GET", $"/keys/kek/1{Api}", "", Json, null),
                ("POST", $"/keys/kek/rotate{Api}", "", Json, null),
                ("DELETE", $"/keys/kek{Api}", "", Json, null),
                ("GET", $"/deletedkeys/kek{Api}", "", Json, null),
                ("POST", $"/deletedkeys/kek/recover{Api}", "", Json, null),
                ("DELETE", $"/deletedkeys/kek{Api}", "", Json, null),
                ("POST", $"/keys/kek/1/wrapkey{Api}", """{"alg":"RSA-OAEP-256","value":"CQk"}""", Json, Json),
                ("POST", $"/keys/kek/1/unwrapkey{Api}", """{"alg":"RSA-OAEP-256","value":"CQk"}""", Json, Json),
                ("POST", $"/keys/kek/1/sign{Api}", """{"alg":"ES256","value":"CQk"}""", Json, Json),
                ("POST", $"/keys/kek/1/verify{Api}", """{"alg":"ES256","digest":"CQk","value":"Bw"}""", Json, Json),
            ],
            vault.Requests);
    }

    [Fact]
    public async Task Versions_OnSeveralPages_AreAllInTheVaultsOrder()
    {
        var vault = new ScriptedVault(
            """{"value":[{"kid":"https://contoso.vault.azure.net/keys/kek/1"}],"nextLink":"https://contoso.vault.azure.net/keys/kek/versions?api-version=2025-07-01&$skiptoken=x"}""",
            """{"value":null,"nextLink":"https://contoso.vault.azure.net/keys/kek/versions?api-version=2025-07-01&$skiptoken=y"}""",
            """{"value":[{"kid":"https://contoso.vault.azure.net/keys/kek/2"}],"nextLink":""}""");
        Assert.Equal(["https://contoso.vault.azure.net/keys/kek/1", "https://contoso.vault.azure.net/keys/kek/2"], (await vault.Client().VersionsAsync("kek", None)).Select(v => v.Kid));
        Assert.Equal([$"/keys/kek/versions{Api}", $"/keys/kek/versions{Api}&$skiptoken=x", $"/keys/kek/versions{Api}&$skiptoken=y"], vault.Requests.Select(r => r.Path));
    }

    [Theory]
    [InlineData("https://contoso.vault.evil.test/keys/kek/versions")]
    [InlineData("https://contoso.vault.azure.net:444/keys/kek/versions")]
    [InlineData("http://contoso.vault.azure.net/keys/kek/versions")]
    [InlineData("https://contoso.vault.azure.net/keys/kek/versions?api-version=2025-07-01")]
    [InlineData("/keys/kek/versions?page=2")]
    public async Task Versions_ThatGoOnElsewhereOrForEver_AreNotFollowed(string next)
    {
        var vault = new ScriptedVault($$"""{"value":[],"nextLink":"{{next}}"}""");
        await UntrustedAsync("The vault's list goes on at another host. It was not followed.", () => vault.Client().VersionsAsync("kek", None));
        Assert.Single(vault.Requests);
    }

    [Theory]
    [InlineData("https://contoso.vault.azure.net/keys/other/1")]
    [InlineData("https://fabrikam.vault.azure.net/keys/kek/1")]
    public async Task Versions_OfAnotherKey_AreNotTaken(string kid) => await UntrustedAsync(
        "The vault answered with another key than kek. Its answer was not used.", () => new ScriptedVault($$"""{"value":[{"kid":"{{kid}}"}]}""").Client().VersionsAsync("kek", None));

    [Fact]
    public async Task Get_AnsweredWithAnotherNameVersionOrHost_IsNotTaken()
    {
        const string another = "The vault answered with another key than kek. Its answer was not used.";
        await UntrustedAsync(another, () => new ScriptedVault(ScriptedVault.Key("other", "1")).Client().GetAsync("kek", null, None));
        await UntrustedAsync(another, () => new ScriptedVault(ScriptedVault.Key("kek", "2")).Client().GetAsync("kek", "1", None));
        await UntrustedAsync("The vault answered with a key of another host. Its answer was not used.",
            () => new ScriptedVault(ScriptedVault.Key("kek", "1", "fabrikam.vault.azure.net")).Client().GetAsync("kek", "1", None));
        await UntrustedAsync("The vault answered with a key of another host. Its answer was not used.", () => new ScriptedVault("{}").Client().GetAsync("kek", "1", None));
    }

    [Fact]
    public async Task Operation_WithAKeyOfAnotherVault_SaysThatItWasNotAsked()
    {
        var vault = new ScriptedVault(Operated);
        await UntrustedAsync("The key https://fabrikam.vault.azure.net/keys/kek/1 is not in the configured vault. It was not asked.",
            () => vault.Client().UnwrapAsync(Kek with { Authority = "fabrikam.vault.azure.net" }, "RSA-OAEP-256", new byte[1], None));
        Assert.Empty(vault.Requests);
    }

    [Fact]
    public async Task Purge_Refused_IsAFault() => Assert.Equal(KeyVaultFault.Forbidden, (await Assert.ThrowsAsync<KeyVaultException>(
        () => new ScriptedVault().Then(() => (HttpStatusCode.Forbidden, "")).Client().PurgeAsync("kek", None))).Fault);

    [Fact]
    public async Task Failure_OfTheWireOrTheIdentity_SaysWhich()
    {
        var vault = new ScriptedVault();
        for (var i = 0; i <= KeyVaultRetry.MaxRetries; i++)
        {
            vault.Then(() => throw new HttpRequestException("wire"));
        }

        var unavailable = await Assert.ThrowsAsync<KeyVaultException>(() => vault.Client().GetAsync("kek", null, None));
        Assert.Equal((KeyVaultFault.Unavailable, "The key vault did not answer."), (unavailable.Fault, unavailable.Message));
        Assert.Equal(1 + KeyVaultRetry.MaxRetries, vault.Requests.Count);
        vault.Credential.Refusal = new AuthenticationFailedException("no");
        var unauthenticated = await Assert.ThrowsAsync<KeyVaultException>(() => vault.Client().GetAsync("kek", null, None));
        Assert.Equal((KeyVaultFault.Unauthenticated, "No token for the key vault could be had."), (unauthenticated.Fault, unauthenticated.Message));
        Assert.IsType<AuthenticationFailedException>(unauthenticated.InnerException);
    }

    /// <summary>A bug is no outage, also when an outage came before it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failure_ThatNobodyForesaw_IsNotCalledAnOutage(bool afterAnother)
    {
        var vault = new ScriptedVault();
        _ = afterAnother ? vault.Then(() => throw new HttpRequestException("wire")) : vault;
        vault.Then(() => throw new InvalidOperationException("a bug"));
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => vault.Client().GetAsync("kek", null, None));
        Assert.IsNotType<KeyVaultException>(thrown);
        Assert.IsType<InvalidOperationException>(thrown is AggregateException many ? many.InnerExceptions[^1] : thrown);
    }

    [Fact]
    public async Task Logs_OfThePipeline_HoldNothingOfWhatIsWrapped()
    {
        var said = new List<string>();
        using var listener = new AzureEventSourceListener((_, message) =>
        {
            lock (said)
            {
                said.Add(message);
            }
        }, EventLevel.LogAlways);
        await new ScriptedVault(Operated).Client().WrapAsync(Kek, "RSA-OAEP-256", "a secret to be wrapped"u8.ToArray(), None);
        lock (said)
        {
            Assert.Contains(said, message => message.Contains("/keys/kek/1/wrapkey", StringComparison.Ordinal));
            Assert.DoesNotContain(said, message => message.Contains("YSBzZWNyZXQgdG8gYmUgd3JhcHBlZA", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Token_OverPlainHttp_IsNeverAskedFor()
    {
        var vault = new ScriptedVault("{}");
        var options = new Plain { Transport = new HttpClientTransport(vault) };
        var pipeline = HttpPipelineBuilder.Build(options, new KeyVaultAuthentication(vault.Credential, verifyResource: true));
        var message = pipeline.CreateMessage();
        message.Request.Uri.Reset(new Uri("http://contoso.vault.azure.net/keys/kek"));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pipeline.SendAsync(message, None));
        Assert.Empty(vault.Credential.Asked);
        Assert.Empty(vault.Requests);
    }

    private static async Task UntrustedAsync(string message, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<KeyVaultException>(call);
        Assert.Equal((KeyVaultFault.Untrusted, message), (refused.Fault, refused.Message));
    }

    private sealed class Plain : Azure.Core.ClientOptions;
}

using Portal.Platform.Secrets.KeyVault;
using Portal.Simulator.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

public sealed class KeyVaultAuthenticationTests
{
    private static readonly NewKey Ec = new("EC", null, "P-256", ["sign", "verify"]);

    [Theory]
    [InlineData(ChallengeStyle.One)]
    [InlineData(ChallengeStyle.TwoHeaders)]
    public async Task Request_FirstOfAVault_GoesWithoutTokenAndBodyAndThenWithBoth(ChallengeStyle style)
    {
        await using var bench = await VaultBench.StartAsync(host: "portal.vault.test");
        bench.Server.Control.Challenge = style;
        await bench.Client.CreateAsync("a", Ec, CancellationToken.None);
        await bench.Client.CreateAsync("b", Ec, CancellationToken.None);
        Assert.Equal([(false, false), (true, true), (true, true)], bench.Server.Requests.Select(r => (r.HadToken, r.BodyLength > 0)));
        var asked = Assert.Single(bench.Credential.Asked);
        Assert.Equal(("https://vault.test/.default", new KeyVaultServerOptions().TenantId, true, null),
            (Assert.Single(asked.Scopes), asked.TenantId, asked.IsCaeEnabled, asked.Claims));
    }

    [Theory]
    [InlineData(ChallengeStyle.WrongResource, "portal.vault.test", KeyVaultFault.Untrusted)]
    [InlineData(ChallengeStyle.One, "localhost", KeyVaultFault.Untrusted)]
    [InlineData(ChallengeStyle.Empty, "portal.vault.test", KeyVaultFault.Unauthenticated)]
    public async Task Request_ToAHostThatAsksForAnotherTokenOrNone_NeverSendsOne(ChallengeStyle style, string host, KeyVaultFault fault)
    {
        await using var bench = await VaultBench.StartAsync(host: host);
        bench.Server.Control.Challenge = style;
        Assert.Equal(fault, await bench.FaultAsync(c => c.CreateAsync("a", Ec, CancellationToken.None)));
        Assert.Empty(bench.Credential.Asked);
        Assert.Equal((false, 0), Assert.Single(bench.Server.Requests.Select(r => (r.HadToken, r.BodyLength))));
    }

    [Fact]
    public async Task Redirect_ToAnotherHost_IsNotFollowed()
    {
        await using var bench = await VaultBench.StartAsync(host: "portal.vault.test");
        bench.Server.Control.Fail(new VaultFault(VaultFaultKind.Redirect));
        Assert.Equal(KeyVaultFault.Unexpected, await bench.FaultAsync(c => c.GetAsync("a", null, CancellationToken.None)));
        Assert.Equal(2, bench.Server.Requests.Count);
    }

    [Fact]
    public void Client_ForAPlainAddress_IsNotMade() => Assert.StartsWith("A vault is reached over https only.", Assert.Throws<ArgumentException>(() => new KeyVaultClient(
        new Uri("http://portal.vault.test/"), new RecordingCredential(), new Azure.Core.Pipeline.HttpClientTransport(), true, TimeProvider.System)).Message, StringComparison.Ordinal);

    /// <summary>A vault that was never heard asks for claims: there is no telling for what, so no token is sent.</summary>
    [Fact]
    public async Task Claims_DemandedBeforeAnyChallenge_AreNotAnswered()
    {
        var vault = new ScriptedVault { Challenge = () => "Bearer error=\"insufficient_claims\", claims=\"e30=\"" };
        Assert.Equal(KeyVaultFault.Unauthenticated, (await Assert.ThrowsAsync<KeyVaultException>(() => vault.Client().GetAsync("kek", null, CancellationToken.None))).Fault);
        Assert.Empty(vault.Credential.Asked);
    }

    /// <summary>The first try went without its body and found nobody; by the second one another request had heard the vault.</summary>
    [Fact]
    public async Task Retry_OfARequestThatWasHeldBack_GoesWithItsBody()
    {
        var vault = new ScriptedVault(ScriptedVault.Key("b", "1"), ScriptedVault.Key("a", "1"));
        var client = vault.Client();
        var ask = vault.Challenge;
        vault.Challenge = () =>
        {
            vault.Challenge = ask;
            client.GetAsync("b", null, CancellationToken.None).GetAwaiter().GetResult();
            throw new HttpRequestException("wire");
        };
        await client.CreateAsync("a", Ec, CancellationToken.None);
        Assert.Equal(["GET", "POST"], vault.Requests.Select(r => r.Method));
        Assert.Contains("\"kty\":\"EC\"", vault.Requests[1].Body, StringComparison.Ordinal);
        Assert.Single(vault.Credential.Asked);
    }

    [Fact]
    public async Task Request_SentWithoutWaiting_IsNotSupported()
    {
        await using var bench = await VaultBench.StartAsync();
        Assert.Equal("The vault is asked asynchronously.", Assert.Throws<NotSupportedException>(() => new KeyVaultAuthentication(bench.Credential, true).Process(null!, default)).Message);
    }

    [Fact]
    public async Task Claims_DemandedOnce_AreAnsweredWithANewToken()
    {
        await using var bench = await VaultBench.StartAsync();
        var key = await bench.Client.CreateAsync("a", Ec, CancellationToken.None);
        bench.Server.Control.DemandClaims(1);
        Assert.Equal(bench.Client.Id(key), bench.Client.Id(await bench.Client.GetAsync("a", null, CancellationToken.None)));
        Assert.Equal([null, bench.Server.Control.Claims], bench.Credential.Asked.Select(a => a.Claims));
    }

    [Fact]
    public async Task Claims_DemandedInTheVeryFirstExchange_AreAnsweredToo()
    {
        await using var bench = await VaultBench.StartAsync();
        bench.Server.Control.DemandClaims(1);
        await bench.Client.CreateAsync("a", Ec, CancellationToken.None);
        Assert.Equal([null, bench.Server.Control.Claims], bench.Credential.Asked.Select(a => a.Claims));
        Assert.True(bench.Server.Requests[^1].BodyLength > 0);
    }

    [Fact]
    public async Task Claims_DemandedForEver_EndAsUnauthenticated()
    {
        await using var bench = await VaultBench.StartAsync();
        await bench.Client.CreateAsync("a", Ec, CancellationToken.None);
        bench.Server.Control.DemandClaims(int.MaxValue);
        bench.Server.ForgetRequests();
        Assert.Equal(KeyVaultFault.Unauthenticated, await bench.FaultAsync(c => c.GetAsync("a", null, CancellationToken.None)));
        Assert.Equal(2, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task Credential_ThatHasNoToken_IsATypedFaultAndIsSaidSo()
    {
        await using var bench = await VaultBench.StartAsync();
        bench.Credential.Refusal = new Azure.Identity.CredentialUnavailableException("no identity here");
        Assert.Equal(KeyVaultFault.Unauthenticated, await bench.FaultAsync(c => c.GetAsync("a", null, CancellationToken.None)));
    }
}

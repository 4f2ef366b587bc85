using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

/// <summary>What is made of an answer: what was asked for, or a fault of the right kind that says what the vault said.</summary>
public sealed class KeyVaultAnswerTests
{
    private const string Kid = "https://vault.test/keys/kek/1";

    [Property(MaxTest = 200)]
    public Property ReadValue_AnyBytes_AreGivenBackAndLeaveNoCopyInTheAnswer() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        var text = Base64Url.EncodeToString(bytes);
        using var plain = new CannedResponse(200, JsonSerializer.Serialize(new { kid = Kid, value = text }));
        Assert.Equal(bytes, KeyVaultAnswer.ReadValue(plain, Kid));
        Assert.All(plain.Buffer, b => Assert.Equal(0, b));
        // As emulators write it: padded, and the value first.
        using var padded = new CannedResponse(200, JsonSerializer.Serialize(new { value = text.PadRight((text.Length + 3) / 4 * 4, '='), kid = Kid }));
        Assert.Equal(bytes, KeyVaultAnswer.ReadValue(padded, Kid));
    });

    [Theory]
    [InlineData("""{"value":"AQID"}""")]
    [InlineData("""{"kid":"https://vault.test/keys/kek/2","value":"AQID"}""")]
    [InlineData("""{"kid":"https://vault.test/keys/kek/1","kid":"https://vault.test/keys/kek/2","value":"AQID"}""")]
    [InlineData("""{"inner":{"kid":"https://vault.test/keys/kek/1"},"value":"AQID"}""")]
    [InlineData("{}")]
    public void ReadValue_OfAnotherKeyOrNone_IsNotTrusted(string body)
    {
        using var response = new CannedResponse(200, body);
        var refused = Assert.Throws<KeyVaultException>(() => KeyVaultAnswer.ReadValue(response, Kid));
        Assert.Equal((KeyVaultFault.Untrusted, $"The vault answered with another key than {Kid}. Its answer was not used."), (refused.Fault, refused.Message));
        Assert.All(response.Buffer, b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("""{"kid":"https://vault.test/keys/kek/1"}""")]
    [InlineData("""{"kid":"https://vault.test/keys/kek/1","value":null}""")]
    [InlineData("""{"kid":"https://vault.test/keys/kek/1","value":7}""")]
    [InlineData("""{"kid":"https://vault.test/keys/kek/1","value":"AQID","value":null}""")]
    [InlineData("""{"kid":"https://vault.test/keys/kek/1","value":"A"}""")]
    [InlineData("""{"kid":"https://vault.test/keys/kek/1","value":"AQ*D"}""")]
    [InlineData("""{"kid":"https://vault.test/keys/kek/1","inner":{"value":"AQID"}}""")]
    [InlineData("""{"kid":"https://vault.test/keys/kek/1","value":"AQID" """)]
    public void ReadValue_NothingThatCanBeRead_IsUnexpected(string body) => AssertUnreadable(response => KeyVaultAnswer.ReadValue(response, Kid), body);

    [Fact]
    public void ReadValue_SaidTwice_IsTheLast()
    {
        using var response = new CannedResponse(200, $$"""{"kid":"{{Kid}}","value":"AQID","deep":[{"value":"AAAA"}],"value":"BAUG"}""");
        Assert.Equal([4, 5, 6], KeyVaultAnswer.ReadValue(response, Kid));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("""{"key":7}""")]
    public void Read_NothingThatCanBeRead_IsUnexpected(string body) => AssertUnreadable(response => KeyVaultAnswer.Read<KeyVaultKey>(response), body);

    [Theory]
    [InlineData(199, KeyVaultFault.Unexpected)]
    [InlineData(300, KeyVaultFault.Unexpected)]
    [InlineData(302, KeyVaultFault.Unexpected)]
    [InlineData(400, KeyVaultFault.Rejected)]
    [InlineData(401, KeyVaultFault.Unauthenticated)]
    [InlineData(403, KeyVaultFault.Forbidden)]
    [InlineData(404, KeyVaultFault.NotFound)]
    [InlineData(405, KeyVaultFault.Unexpected)]
    [InlineData(408, KeyVaultFault.Unavailable)]
    [InlineData(409, KeyVaultFault.Conflict)]
    [InlineData(429, KeyVaultFault.Throttled)]
    [InlineData(499, KeyVaultFault.Unexpected)]
    [InlineData(500, KeyVaultFault.Unavailable)]
    [InlineData(503, KeyVaultFault.Unavailable)]
    public void Require_OfAnyOtherStatus_IsTypedAndSaysWhatTheVaultSaid(int status, KeyVaultFault fault)
    {
        using var response = new CannedResponse(status, """{"error":{"code":"Code","message":"Said so."}}""", ("Retry-After", "3"));
        foreach (var read in (Action[])[() => KeyVaultAnswer.Require(response), () => KeyVaultAnswer.Read<KeyVaultKey>(response), () => KeyVaultAnswer.ReadValue(response, Kid)])
        {
            var thrown = Assert.Throws<KeyVaultException>(read);
            Assert.Equal((fault, "Code", status, TimeSpan.FromSeconds(3)), (thrown.Fault, thrown.Code, thrown.Status, thrown.RetryAfter));
            Assert.Equal($"The key vault answered {status} Code: Said so.", thrown.Message);
        }
    }

    [Theory]
    [InlineData("KeyDisabled")]
    [InlineData("KeyExpired")]
    [InlineData("KeyNotYetValid")]
    public void Require_ForbiddenBecauseTheKeyIsOff_IsDisabledByTheInnerCode(string code)
    {
        using var response = new CannedResponse(403, $$"""{"error":{"code":"Forbidden","message":"No.","innererror":{"code":"{{code}}"} } }""");
        var thrown = Assert.Throws<KeyVaultException>(() => KeyVaultAnswer.Require(response));
        Assert.Equal((KeyVaultFault.Disabled, code), (thrown.Fault, thrown.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>a proxy's page</html>")]
    [InlineData("{}")]
    public void Require_AnswerWithoutAnError_SaysItsStatus(string body)
    {
        using var response = new CannedResponse(503, body);
        var thrown = Assert.Throws<KeyVaultException>(() => KeyVaultAnswer.Require(response));
        Assert.Equal((null, "The key vault answered 503 without a code: Because"), (thrown.Code, thrown.Message));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(299)]
    public void Require_Success_IsNoFault(int status)
    {
        using var response = new CannedResponse(status, "");
        KeyVaultAnswer.Require(response);
    }

    private static void AssertUnreadable(Action<CannedResponse> read, string body)
    {
        using var response = new CannedResponse(200, body);
        var refused = Assert.Throws<KeyVaultException>(() => read(response));
        Assert.Equal((KeyVaultFault.Unexpected, "The key vault's answer cannot be read."), (refused.Fault, refused.Message));
    }
}

using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>
/// Gets the token that the vault asks for. Until a vault was heard, a request goes without token and body, so that a wrong host learns
/// nothing; what it asks for is remembered for its host and port. A claims challenge (continuous access evaluation) is answered once.
/// </summary>
internal sealed class KeyVaultAuthentication(TokenCredential credential, bool verifyResource) : BearerTokenAuthenticationPolicy(credential, [])
{
    private const string ClaimsAnswered = "portal.keyvault.claims_answered";
    private const string Header = "WWW-Authenticate";
    private const string HeldBack = "portal.keyvault.body";
    private readonly ConcurrentDictionary<string, KeyVaultChallenge> _challenges = new(StringComparer.OrdinalIgnoreCase);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await base.ProcessAsync(message, pipeline).ConfigureAwait(false);
        // The answer to a first challenge may itself be a claims challenge, which the base class leaves alone.
        if (message.Response.Status == 401 && message.Response.Headers.TryGetValues(Header, out var values)
            && KeyVaultChallenge.Claims(values) is not null && await AuthorizeRequestOnChallengeAsync(message).ConfigureAwait(false))
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The vault is asked asynchronously.");

    protected override async ValueTask AuthorizeRequestAsync(HttpMessage message)
    {
        if (Known(message) is { } challenge)
        {
            await AuthenticateAndAuthorizeRequestAsync(message, Wanted(message, challenge, null)).ConfigureAwait(false);
        }
    }

    protected override async ValueTask<bool> AuthorizeRequestOnChallengeAsync(HttpMessage message)
    {
        if (Asked(message) is not { } wanted)
        {
            return false;
        }

        GiveBody(message);
        await AuthenticateAndAuthorizeRequestAsync(message, wanted).ConfigureAwait(false);
        return true;
    }

    private KeyVaultChallenge? Known(HttpMessage message)
    {
        // The base class has refused everything but https by now.
        if (_challenges.TryGetValue(message.Request.Uri.ToUri().Authority, out var challenge))
        {
            GiveBody(message);
            return challenge;
        }

        if (message.Request.Content is { } content)
        {
            message.SetProperty(HeldBack, content);
            message.Request.Content = null;
        }

        return null;
    }

    private TokenRequestContext? Asked(HttpMessage message)
    {
        var uri = message.Request.Uri.ToUri();
        var headers = message.Response.Headers.TryGetValues(Header, out var values) ? values.ToList() : [];
        if (KeyVaultChallenge.Claims(headers) is { } claims)
        {
            if (!_challenges.TryGetValue(uri.Authority, out var known) || message.TryGetProperty(ClaimsAnswered, out _))
            {
                return null;
            }

            message.SetProperty(ClaimsAnswered, ClaimsAnswered);
            return Wanted(message, known, claims);
        }

        if (KeyVaultChallenge.Read(headers, uri, verifyResource) is not { } challenge)
        {
            return null;
        }

        _challenges[uri.Authority] = challenge;
        return Wanted(message, challenge, null);
    }

    private static void GiveBody(HttpMessage message)
    {
        if (message.Request.Content is null && message.TryGetProperty(HeldBack, out var content))
        {
            message.Request.Content = (RequestContent?)content;
        }
    }

    private static TokenRequestContext Wanted(HttpMessage message, KeyVaultChallenge challenge, string? claims) =>
        new([challenge.Scope], message.Request.ClientRequestId, claims, challenge.TenantId, isCaeEnabled: true);
}

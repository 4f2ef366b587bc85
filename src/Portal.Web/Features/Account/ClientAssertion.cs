using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Portal.Web.Hosting;

namespace Portal.Web.Features.Account;

/// <summary>Proves who asks for tokens with the key of a certificate in place of a secret (RFC 7523).</summary>
internal static class ClientAssertion
{
    private const string Bearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public static async Task AddAsync(AuthorizationCodeReceivedContext context, ProviderOptions provider)
    {
        var configuration = await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        using var certificate = Load(provider.ClientCertificatePath);
        var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        context.TokenEndpointRequest!.ClientSecret = null;
        context.TokenEndpointRequest.ClientAssertionType = Bearer;
        context.TokenEndpointRequest.ClientAssertion = Make(certificate, provider.ClientId, configuration.TokenEndpoint, now);
    }

    internal static string Make(X509Certificate2 certificate, string clientId, string audience, DateTimeOffset now) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Audience = audience,
            Issuer = clientId,
            Claims = new Dictionary<string, object> { ["sub"] = clientId, ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) },
            NotBefore = now.UtcDateTime.AddMinutes(-1),
            IssuedAt = now.UtcDateTime,
            Expires = now.UtcDateTime.AddMinutes(5),
            AdditionalHeaderClaims = new Dictionary<string, object> { ["x5t#S256"] = Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)) },
            SigningCredentials = new SigningCredentials(new X509SecurityKey(certificate), SecurityAlgorithms.RsaSsaPssSha256)
            {
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            },
        });

    private static X509Certificate2 Load(string path) =>
        path.EndsWith(".pem", StringComparison.OrdinalIgnoreCase) ? X509Certificate2.CreateFromPemFile(path) : X509CertificateLoader.LoadPkcs12FromFile(path, null);
}

using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Portal.Platform.Secrets.KeyVault;

/// <summary>
/// The part of Key Vault's REST interface that the portal uses, over Azure's own pipeline. Whatever goes wrong is a
/// <see cref="KeyVaultException"/>; each call ends within <see cref="TotalTime"/>, retries included.
/// </summary>
internal sealed class KeyVaultClient
{
    public const string ApiVersion = "2025-07-01";

    /// <summary>An unwrap may need two calls, and the data key cache waits 30 s for it.</summary>
    public static readonly TimeSpan TotalTime = TimeSpan.FromSeconds(13);

    private static readonly TimeSpan TryTime = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(400);

    private readonly HttpPipeline _pipeline;
    private readonly TimeProvider _system;

    /// <param name="tryTime">How long one try may take on the wire.</param>
    /// <param name="firstDelay">Before the second try; doubles with each further one.</param>
    public KeyVaultClient(
        Uri vault, TokenCredential credential, HttpPipelineTransport transport, bool verifyResource, TimeProvider system,
        TimeSpan? tryTime = null, TimeSpan? firstDelay = null)
    {
        if (vault.Scheme != Uri.UriSchemeHttps)
        {
            throw new ArgumentException("A vault is reached over https only.", nameof(vault));
        }

        (Vault, _system) = (vault, system);
        var options = new Settings { Transport = transport, RetryPolicy = new KeyVaultRetry(firstDelay ?? FirstDelay) };
        options.Retry.NetworkTimeout = tryTime ?? TryTime;
        options.Diagnostics.IsLoggingContentEnabled = false;
        _pipeline = HttpPipelineBuilder.Build(options, new KeyVaultAuthentication(credential, verifyResource));
    }

    public Uri Vault { get; }

    public Task<KeyVaultKey> CreateAsync(string name, NewKey key, CancellationToken cancellationToken) =>
        KeyAsync(RequestMethod.Post, name, $"keys/{name}/create", RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(key)), cancellationToken);

    /// <param name="version">Null for the current one.</param>
    public async Task<KeyVaultKey> GetAsync(string name, string? version, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(RequestMethod.Get, name, $"keys/{name}/{version}", null, cancellationToken).ConfigureAwait(false);
        return version is null || Id(key).Version == version ? key : throw OtherKey(name);
    }

    /// <summary>Every version of a key, in the vault's order.</summary>
    public async Task<IReadOnlyList<KeyVaultKeyItem>> VersionsAsync(string name, CancellationToken cancellationToken)
    {
        List<KeyVaultKeyItem> versions = [];
        var next = Address($"keys/{name}/versions");
        while (true)
        {
            var page = KeyVaultAnswer.Read<KeyVaultKeyPage>(await SendAsync(RequestMethod.Get, next, null, cancellationToken).ConfigureAwait(false));
            foreach (var item in page.Value ?? [])
            {
                versions.Add(KeyVaultKeyId.Parse(item.Kid, Vault)?.Name == name ? item : throw OtherKey(name));
            }

            if (string.IsNullOrEmpty(page.NextLink))
            {
                return versions;
            }

            next = Uri.TryCreate(page.NextLink, UriKind.Absolute, out var link) && link.Scheme == Vault.Scheme && link.Authority == Vault.Authority
                && link != next ? link
                : throw new KeyVaultException(KeyVaultFault.Untrusted, "The vault's list goes on at another host. It was not followed.");
        }
    }

    public Task<KeyVaultKey> RotateAsync(string name, CancellationToken cancellationToken) =>
        KeyAsync(RequestMethod.Post, name, $"keys/{name}/rotate", null, cancellationToken);

    public Task<KeyVaultKey> DeleteAsync(string name, CancellationToken cancellationToken) =>
        KeyAsync(RequestMethod.Delete, name, $"keys/{name}", null, cancellationToken);

    /// <summary>A key that was deleted and can still be recovered.</summary>
    public Task<KeyVaultKey> GetDeletedAsync(string name, CancellationToken cancellationToken) =>
        KeyAsync(RequestMethod.Get, name, $"deletedkeys/{name}", null, cancellationToken);

    public Task<KeyVaultKey> RecoverAsync(string name, CancellationToken cancellationToken) =>
        KeyAsync(RequestMethod.Post, name, $"deletedkeys/{name}/recover", null, cancellationToken);

    /// <summary>Removes a deleted key for good; a vault with purge protection refuses.</summary>
    public async Task PurgeAsync(string name, CancellationToken cancellationToken) =>
        KeyVaultAnswer.Require(await SendAsync(RequestMethod.Delete, Address($"deletedkeys/{name}"), null, cancellationToken).ConfigureAwait(false));

    public Task<byte[]> WrapAsync(KeyVaultKeyId key, string algorithm, ReadOnlyMemory<byte> plain, CancellationToken cancellationToken) =>
        OperateAsync(key, "wrapkey", algorithm, plain, cancellationToken);

    public Task<byte[]> UnwrapAsync(KeyVaultKeyId key, string algorithm, ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken) =>
        OperateAsync(key, "unwrapkey", algorithm, wrapped, cancellationToken);

    public Task<byte[]> SignAsync(KeyVaultKeyId key, string algorithm, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) =>
        OperateAsync(key, "sign", algorithm, digest, cancellationToken);

    public async Task<bool> VerifyAsync(
        KeyVaultKeyId key, string algorithm, ReadOnlyMemory<byte> digest, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken)
    {
        var body = new Verification(algorithm, Base64Url.EncodeToString(digest.Span), Base64Url.EncodeToString(signature.Span));
        var response = await SendAsync(RequestMethod.Post, Address($"keys/{key.Name}/{key.Version}/verify"),
            RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(body)), cancellationToken).ConfigureAwait(false);
        return KeyVaultAnswer.Read<Verdict>(response).Value;
    }

    /// <exception cref="KeyVaultException">The key is not one of this vault.</exception>
    public KeyVaultKeyId Id(KeyVaultKey key) => KeyVaultKeyId.Parse(key.Key?.Kid, Vault)
        ?? throw new KeyVaultException(KeyVaultFault.Untrusted, "The vault answered with a key of another host. Its answer was not used.");

    private async Task<byte[]> OperateAsync(
        KeyVaultKeyId key, string operation, string algorithm, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        if (key.Authority != Vault.Authority)
        {
            throw new KeyVaultException(KeyVaultFault.Untrusted, $"The key {key.Kid} is not in the configured vault. It was not asked.");
        }

        var body = new Operation(algorithm, Base64Url.EncodeToString(value.Span));
        var response = await SendAsync(RequestMethod.Post, Address($"keys/{key.Name}/{key.Version}/{operation}"),
            RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(body)), cancellationToken).ConfigureAwait(false);
        return KeyVaultAnswer.ReadValue(response, key.Kid);
    }

    private async Task<KeyVaultKey> KeyAsync(
        RequestMethod method, string name, string path, RequestContent? content, CancellationToken cancellationToken)
    {
        var key = KeyVaultAnswer.Read<KeyVaultKey>(await SendAsync(method, Address(path.TrimEnd('/')), content, cancellationToken).ConfigureAwait(false));
        return Id(key).Name == name ? key : throw OtherKey(name);
    }

    private async Task<Response> SendAsync(RequestMethod method, Uri address, RequestContent? content, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TotalTime, _system);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add(HttpHeader.Common.JsonAccept);
        if (content is not null)
        {
            message.Request.Headers.Add(HttpHeader.Common.JsonContentType);
            message.Request.Content = content;
        }

        try
        {
            await _pipeline.SendAsync(message, either.Token).ConfigureAwait(false);
            return message.Response;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (Fault(e) is { } fault)
        {
            throw new KeyVaultException(fault, fault == KeyVaultFault.Unauthenticated
                ? "No token for the key vault could be had." : "The key vault did not answer.", e);
        }
    }

    private static KeyVaultFault? Fault(Exception e) => e switch
    {
        AuthenticationFailedException => KeyVaultFault.Unauthenticated,
        RequestFailedException or IOException or HttpRequestException or OperationCanceledException => KeyVaultFault.Unavailable,
        AggregateException many when many.InnerExceptions.All(inner => Fault(inner) is not null) => Fault(many.InnerExceptions[^1]),
        _ => null,
    };

    private Uri Address(string path) => new(Vault, $"/{path}?api-version={ApiVersion}");

    private static KeyVaultException OtherKey(string name) =>
        new(KeyVaultFault.Untrusted, $"The vault answered with another key than {name}. Its answer was not used.");

    private sealed class Settings : ClientOptions;

    private sealed record Operation([property: JsonPropertyName("alg")] string Algorithm, [property: JsonPropertyName("value")] string Value);

    private sealed record Verification(
        [property: JsonPropertyName("alg")] string Algorithm, [property: JsonPropertyName("digest")] string Digest,
        [property: JsonPropertyName("value")] string Value);

    private sealed record Verdict([property: JsonPropertyName("value")] bool Value);
}

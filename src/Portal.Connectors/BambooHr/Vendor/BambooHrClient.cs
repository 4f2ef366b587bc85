using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Connectors.Sdk;
using Portal.Connectors.Sdk.Json;

namespace Portal.Connectors.BambooHr.Vendor;

/// <summary>Speaks to one BambooHR account for the length of one test or one sync.</summary>
/// <param name="accountWasProven">True for a sync: a connection exists only because its account once answered, so a 401 is the key's.</param>
internal sealed class BambooHrClient(ConnectorSession session, bool accountWasProven)
{
    private const string SignInPath = "/api/v1/employees/0?fields=id";

    private readonly AuthenticationHeaderValue _authorization = Basic(session.Credential.Span);
    private bool _accountIsKnown;

    /// <summary>The Date header of the last answer.</summary>
    public DateTimeOffset? VendorClock { get; private set; }

    /// <summary>
    /// Proves that key and account belong together. The key's user need not be an employee: then BambooHR answers 404 "Employee not found"
    /// here, which looks like a wrong subdomain, and only a second call can tell.
    /// </summary>
    /// <returns>Employee id of the key's owner; null when the owner is no employee.</returns>
    public async Task<string?> SignInAsync(CancellationToken cancellationToken)
    {
        try
        {
            var body = await GetAsync(SignInPath, cancellationToken);
            return body is JsonObject owner && Text(owner["id"]) is { Length: > 0 } id && id != "0" ? id : null;
        }
        catch (ConnectorException refused) when (refused.Error is { ProviderStatus: 403 or 404, Code: ConnectorErrorCode.PermissionDenied or ConnectorErrorCode.UnknownAccount })
        {
            await ConfirmAccountAsync(refused, cancellationToken);
            return null;
        }
    }

    private async Task ConfirmAccountAsync(ConnectorException first, CancellationToken cancellationToken)
    {
        try
        {
            await GetAsync(EmployeeDataset.FieldsPath(1), cancellationToken);
        }
        catch (ConnectorException second) when (second.Error.ProviderStatus is 400 or 422)
        {
            // The account is there and talks to this key; it has no such dataset.
            _accountIsKnown = true;
        }
        catch (ConnectorException second) when (first.Error.ProviderStatus is 403 && second.Error.ProviderStatus is 403)
        {
            throw new ConnectorException(second.Error with
            {
                Code = ConnectorErrorCode.LockedOut,
                Message = "BambooHR refuses everything with this key. Either the key's user is disabled, or the account's API was switched off for a while "
                    + "after repeated unknown keys. Check the user; if it is enabled, wait half an hour and try again.",
            }, second);
        }
    }

    /// <summary>A small answer, whole.</summary>
    public async Task<JsonNode?> GetAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(HttpMethod.Get, pathAndQuery, null, cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return await ParsedAsync(answer, () => JsonNode.ParseAsync(body, cancellationToken: cancellationToken));
    }

    /// <summary>An answer that may be large, piece by piece.</summary>
    public async Task ReadAsync(HttpMethod method, string pathAndQuery, JsonObject? question, IJsonItems items, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(method, pathAndQuery, question, cancellationToken);
        await ReadAsync(answer, items, cancellationToken);
    }

    /// <inheritdoc cref="ReadAsync(HttpMethod, string, JsonObject?, IJsonItems, CancellationToken)"/>
    /// <param name="answer">From <see cref="AskAsync"/>; the caller disposes it.</param>
    public async Task ReadAsync(HttpResponseMessage answer, IJsonItems items, CancellationToken cancellationToken)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await ParsedAsync(answer, async () =>
        {
            await JsonItems.ReadAsync(body, items, cancellationToken);
            return true;
        });
    }

    /// <exception cref="ConnectorException">A link in an answer leads to another host.</exception>
    public void RefuseForeignLink(string? link, string request)
    {
        if (link is { Length: > 0 } && Uri.TryCreate(session.Http.BaseAddress, link, out var target)
            && !string.Equals(target.IdnHost, session.Http.BaseAddress.IdnHost, StringComparison.Ordinal))
        {
            throw new ConnectorException(new ConnectorError(ConnectorErrorCode.AnswerLeadsElsewhere,
                $"BambooHR's answer points to {target.Host} for the next page. That is not {session.Http.BaseAddress.Host}, so it was not followed and nothing was kept. Ask BambooHR about it.",
                Request: request));
        }
    }

    /// <summary>An answer that has begun to come, and that it is one; its body is still to be read.</summary>
    /// <exception cref="ConnectorException">BambooHR refused or failed.</exception>
    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string pathAndQuery, JsonObject? question, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(pathAndQuery, UriKind.Relative));
        request.Headers.Authorization = _authorization;
        // Without it the default is XML.
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (question is not null)
        {
            // Exactly this: with a charset behind it BambooHR reads the body as XML and answers 400.
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }
        var answer = await session.Http.SendAsync(request, cancellationToken);
        try
        {
            var line = Line(answer, method, pathAndQuery);
            var host = session.Http.BaseAddress.Host;
            VendorClock = answer.Headers.Date ?? VendorClock;
            if (answer.StatusCode is not HttpStatusCode.OK)
            {
                throw new ConnectorException(await BambooHrErrors.FromAsync(answer, line, host, _accountIsKnown, accountWasProven, cancellationToken));
            }
            if (BambooHrErrors.IsHtml(answer) || BambooHrErrors.IsXml(answer))
            {
                throw new ConnectorException(BambooHrErrors.NotJson(answer, line, host, _accountIsKnown));
            }
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private async Task<T> ParsedAsync<T>(HttpResponseMessage answer, Func<Task<T>> parse)
    {
        try
        {
            var parsed = await parse();
            _accountIsKnown = true;
            return parsed;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            throw BambooHrErrors.Malformed("it is not the JSON that was asked for, or it was cut off.", Line(answer, null, null), broken);
        }
    }

    private static string Line(HttpResponseMessage answer, HttpMethod? method, string? path) =>
        $"{method ?? answer.RequestMessage?.Method} {path?.Split('?')[0] ?? answer.RequestMessage?.RequestUri?.AbsolutePath}";

    private static string? Text(JsonNode? node) => node is JsonValue value ? value.ToString() : null;

    /// <summary>Key as user name, any password. The header's string is the one copy of a key that cannot be zeroed; see the threat model.</summary>
    private static AuthenticationHeaderValue Basic(ReadOnlySpan<byte> key)
    {
        var pair = new byte[key.Length + 2];
        key.CopyTo(pair);
        ":x"u8.CopyTo(pair.AsSpan(key.Length));
        var header = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
        CryptographicOperations.ZeroMemory(pair);
        return header;
    }
}

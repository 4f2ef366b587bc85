using System.Net;
using System.Text.Json;
using Portal.Connectors.Sdk;

namespace Portal.Connectors.BambooHr.Vendor;

/// <summary>Turns what BambooHR answered into one of our errors, in words for people.</summary>
internal static class BambooHrErrors
{
    private const string ErrorHeader = "X-BambooHR-Error-Message";
    private const string RequestIdHeader = "X-Request-ID";
    private const int LongestProviderMessage = 200;
    private const int LargestProblem = 8 * 1024;

    /// <param name="accountIsKnown">False until a request has succeeded: before that, 404 and redirects mean a wrong subdomain.</param>
    public static async Task<ConnectorError> FromAsync(
        HttpResponseMessage answer, string request, string host, bool accountIsKnown, bool accountWasProven, CancellationToken cancellationToken)
    {
        var said = HeaderMessage(answer) ?? await ProblemTitleAsync(answer, cancellationToken);
        var (code, message) = Classify(answer.StatusCode, host, accountIsKnown, accountWasProven || accountIsKnown || answer.Headers.Contains(ErrorHeader));
        return new ConnectorError(code, message, (int)answer.StatusCode, said, RequestId(answer), Request: request);
    }

    public static ConnectorError NotJson(HttpResponseMessage answer, string request, string host, bool accountIsKnown)
    {
        var kind = answer.Content.Headers.ContentType?.MediaType ?? "something unnamed";
        return accountIsKnown || !IsHtml(answer)
            ? new ConnectorError(ConnectorErrorCode.MalformedAnswer,
                $"BambooHR answered with {kind} where data was expected, so nothing of it was used. Try again; if it stays, ask BambooHR with the details below.",
                (int)answer.StatusCode, HeaderMessage(answer), RequestId(answer), Request: request)
            : new ConnectorError(ConnectorErrorCode.UnknownAccount, UnknownAccount(host), (int)answer.StatusCode, HeaderMessage(answer), RequestId(answer), Request: request);
    }

    public static ConnectorException Malformed(string what, string request, Exception? inner = null) => new(new ConnectorError(
        ConnectorErrorCode.MalformedAnswer,
        $"BambooHR's answer cannot be used: {what} Nothing of it was kept. Try again; if it stays, ask BambooHR with the details below.", Request: request), inner);

    public static bool IsHtml(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml";

    public static bool IsXml(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType is "application/xml" or "text/xml";

    private static (ConnectorErrorCode, string) Classify(HttpStatusCode status, string host, bool accountIsKnown, bool isTheKeys) => (int)status switch
    {
        401 when !isTheKeys => (ConnectorErrorCode.KeyOrAccount,
            $"{host} refused the sign-in without saying why. Check that the subdomain is the one you open BambooHR with, and that the key was made in that account."),
        401 => (ConnectorErrorCode.KeyRejected,
            "BambooHR does not accept this key: it was mistyped, deleted, or belongs to another account. Make a new key and paste it. We stopped after one attempt, because repeated attempts lock the account."),
        403 => (ConnectorErrorCode.PermissionDenied,
            "The key works, but its user may not read this. Compare the user's access level with the list under least privilege, or check that the user is not disabled."),
        404 when !accountIsKnown => (ConnectorErrorCode.UnknownAccount, UnknownAccount(host)),
        >= 300 and < 400 when !accountIsKnown => (ConnectorErrorCode.UnknownAccount, UnknownAccount(host)),
        >= 500 => (ConnectorErrorCode.ProviderDown, "BambooHR has a problem of its own. This says nothing about your key; try again later."),
        _ => (ConnectorErrorCode.UnexpectedAnswer,
            $"BambooHR answered {(int)status} where data was expected. Nothing of it was used. Ask BambooHR with the details below if it stays."),
    };

    private static string UnknownAccount(string host) =>
        $"No BambooHR account was found at {host}. Open https://{host} in a browser: the subdomain is right if your company's sign-in page appears there.";

    /// <summary>The header may be a comma list with duplicates: <c>Employee not found, Employee not found</c>.</summary>
    private static string? HeaderMessage(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(ErrorHeader, out var values)
            ? Shorten(string.Join(", ", values.SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)))
            : null;

    private static string? RequestId(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(RequestIdHeader, out var values) ? Shorten(string.Join(", ", values)) : null;

    /// <summary>v1_2 and v2 answer RFC 7807: <c>{"type":…,"title":"Validation failed","code":"DATASET_NOT_FOUND",…}</c>.</summary>
    private static async Task<string?> ProblemTitleAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType?.MediaType is not ("application/json" or "application/problem+json")
            || answer.Content.Headers.ContentLength > LargestProblem)
        {
            return null;
        }
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            using var problem = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            var root = problem.RootElement;
            return root.ValueKind is not JsonValueKind.Object ? null
                : Shorten(string.Join(": ", new[] { "code", "title", "detail" }
                    .Select(name => root.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null)
                    .Where(text => !string.IsNullOrWhiteSpace(text))));
        }
        catch (Exception unreadable) when (unreadable is JsonException or ConnectorException)
        {
            // The status already says what matters; a broken explanation must not hide it.
            return null;
        }
    }

    private static string? Shorten(string text)
    {
        var plain = new string([.. text.Where(c => !char.IsControl(c))]).Trim();
        return plain.Length == 0 ? null : plain.Length <= LongestProviderMessage ? plain : $"{plain[..LongestProviderMessage]}…";
    }
}

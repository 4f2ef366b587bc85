using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Secrets.KeyVault;

namespace Portal.Platform.Tests.Secrets.KeyVault;

/// <summary>A vault that answers whatever a test says, for answers that no honest one gives. It asks for a token first.</summary>
internal sealed class ScriptedVault : HttpMessageHandler
{
    public static readonly Uri Address = new("https://contoso.vault.azure.net/");

    private readonly Queue<Func<(HttpStatusCode, string)>> _answers = new();

    public ScriptedVault(params string[] bodies) => Array.ForEach(bodies, body => Then(() => (HttpStatusCode.OK, body)));

    public RecordingCredential Credential { get; } = new();

    /// <summary>What a request without a token is answered.</summary>
    public Func<string> Challenge { get; set; } = () => "Bearer authorization=\"https://login.test/t1\", resource=\"https://vault.azure.net\"";

    /// <summary>Those with a token: method, address below the vault, body and headers of interest.</summary>
    public List<(string Method, string Path, string Body, string? Accept, string? ContentType)> Requests { get; } = [];

    public KeyVaultClient Client() => new(Address, Credential, new HttpClientTransport(this), true, new FakeTimeProvider(), firstDelay: TimeSpan.FromMilliseconds(1));

    public ScriptedVault Then(Func<(HttpStatusCode Status, string Body)> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public static string Key(string name, string version, string host = "contoso.vault.azure.net") => $$"""{"key":{"kid":"https://{{host}}/keys/{{name}}/{{version}}","kty":"EC"} }""";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization is null)
        {
            var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request };
            challenge.Headers.WwwAuthenticate.Add(AuthenticationHeaderValue.Parse(Challenge()));
            return challenge;
        }

        Requests.Add((request.Method.Method, request.RequestUri!.PathAndQuery, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
            request.Headers.Accept.ToString(), request.Content?.Headers.ContentType?.ToString()));
        var (status, body) = _answers.Dequeue()();
        return new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}

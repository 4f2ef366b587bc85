using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Portal.Simulator;

namespace Portal.Connectors.Tests.Simulator;

/// <summary>Calls the simulator as a plain HTTP client: the vendor's host name, a key, no redirects.</summary>
internal sealed class VendorCaller : IDisposable
{
    private readonly HttpClient _client;
    private readonly string _company;

    public VendorCaller(SimulatorServer server, string key, string company = Companies.Acme, bool inMemory = false)
    {
        _company = company;
        _client = new(inMemory ? server.CreateHandler() : new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.BaseAddress };
        _client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":x")));
        _client.DefaultRequestHeaders.Host = company.Contains('.') ? company : company + ".bamboohr.com";
    }

    public string? Accept { get; init; } = "application/json";

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    public Task<HttpResponseMessage> QueryAsync(object query) =>
        SendAsync(new(HttpMethod.Post, "api/v2/datasets/employee/data") { Content = JsonContent.Create(query) });

    public Task<HttpResponseMessage> ReportAsync(object report, string contentType = "application/json", string query = "?format=json") =>
        SendAsync(new(HttpMethod.Post, "api/v1/reports/custom" + query)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(report)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } },
        });

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (Accept is not null)
        {
            request.Headers.Accept.ParseAdd(Accept);
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> GetJsonAsync(string path) => await ReadAsync(await GetAsync(path));

    public async Task<JsonElement> QueryJsonAsync(object query) => await ReadAsync(await QueryAsync(query));

    /// <summary>Every row of a query, page by page.</summary>
    public async Task<List<JsonElement>> DrainAsync(string[] fields, string? filter = null, int pageSize = 1000)
    {
        var rows = new List<JsonElement>();
        for (var page = 1; ; page++)
        {
            var answer = await QueryJsonAsync(new { fields, filter, page, pageSize });
            rows.AddRange(answer.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("fields")));
            if (answer.GetProperty("links").ValueKind == JsonValueKind.Array)
            {
                return rows;
            }
        }
    }

    public void Dispose() => _client.Dispose();

    public override string ToString() => _company;

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
            return JsonDocument.Parse(text).RootElement;
        }
    }
}

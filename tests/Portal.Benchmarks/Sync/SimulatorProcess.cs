using System.Diagnostics;
using System.Text.Json;
using Portal.Simulator;

namespace Portal.Benchmarks.Sync;

/// <summary>One request as the vendor saw it.</summary>
internal sealed record Asked(string Method, string PathAndQuery, string Body);

/// <summary>
/// The simulator in a process of its own, so that its memory is not counted as the sync's. Speaks a line at a time: it says its address, then
/// answers <c>forget</c> and <c>requests</c>, and ends with its input.
/// </summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    public const string Switch = "--simulator";

    private readonly Process _process;

    private SimulatorProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<SimulatorProcess> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Switch) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The simulator did not start.");
        return new(process, new Uri(address));
    }

    public async Task<IReadOnlyList<Asked>> RequestsAsync() => JsonSerializer.Deserialize<Asked[]>(await AskAsync("requests"))!;

    public Task ForgetAsync() => AskAsync("forget");

    public static async Task<int> ServeAsync()
    {
        await using var server = await SimulatorServer.StartAsync(new SimulatorOptions { RememberedRequests = 50_000 });
        Console.WriteLine(server.BaseAddress);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == "forget")
            {
                server.Control.ForgetRequests();
                Console.WriteLine();
                continue;
            }

            Console.WriteLine(JsonSerializer.Serialize(server.Requests.Select(r => new Asked(r.Method, r.PathAndQuery, r.Body))));
        }

        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        return await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The simulator is gone.");
    }
}

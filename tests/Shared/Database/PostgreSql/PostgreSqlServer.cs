using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Portal.Tests.Shared.Database.PostgreSql;

/// <summary>
/// The PostgreSQL server of this test process: the one that <see cref="Variable"/> names, or one of its own, started over a fresh
/// temporary folder when the first test asks for it. It ends, and its folder goes, when the process ends, however that happens.
/// </summary>
internal static class PostgreSqlServer
{
    /// <summary>Connection string of a role that may create databases and roles; nothing is started then.</summary>
    public const string Variable = "PORTAL_TEST_POSTGRES";

    /// <summary>The shell waits for its input to end, which it does when the test process is gone, and then takes the server with it.</summary>
    private const string Script = """
        bin=$1 port=$2
        dir=$(mktemp -d "${TMPDIR:-/tmp}/portal-postgres-XXXXXXXX") || exit 1
        "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --no-locale -N >"$dir/log" 2>&1 || { cat "$dir/log"; rm -rf "$dir"; exit 1; }
        "$bin/postgres" -D "$dir/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
          -c full_page_writes=off -c synchronous_commit=off -c wal_level=minimal -c max_wal_senders=0 -c max_connections=300 \
          -c shared_buffers=64MB -c log_min_messages=panic >>"$dir/log" 2>&1 &
        server=$!
        echo started
        cat >/dev/null
        kill -QUIT "$server"
        wait "$server"
        rm -rf "$dir"
        """;

    private static readonly string? Given = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : null;
    private static readonly string? Programs = FindPrograms();
    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    /// <summary>Held, because its input must not be closed by the garbage collector.</summary>
    private static Process? _shell;

    /// <summary>Why there is none; null when there is one.</summary>
    public static string? Missing { get; } =
        Given is not null ? null
        : OperatingSystem.IsWindows() || Programs is null ? $"No PostgreSQL here: install it (Debian: postgresql), or set {Variable} to a connection string that may create databases and roles."
        : null;

    /// <summary>As a role that may do anything, to the server's own database.</summary>
    public static Task<string> AdministratorAsync() => Given is null ? Started.Value : Task.FromResult(Given);

    private static string? FindPrograms() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(b => File.Exists(Path.Combine(b, "initdb")))
            .OrderByDescending(b => b, StringComparer.Ordinal).FirstOrDefault()
        : null;

    private static async Task<string> StartAsync()
    {
        var port = FreePort();
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/tmp" };
        // PostgreSQL refuses to run as root.
        string[] command = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"] : ["sh"];
        start.FileName = command[0];
        foreach (var argument in command.Skip(1).Concat(["-c", Script, "portal-postgres", Programs!, $"{port}"]))
        {
            start.ArgumentList.Add(argument);
        }

        var shell = _shell = Process.Start(start)!;
        var said = await shell.StandardOutput.ReadLineAsync();
        if (said != "started")
        {
            throw new InvalidOperationException($"PostgreSQL could not be started: {said} {await shell.StandardOutput.ReadToEndAsync()}");
        }

        var connectionString = $"Host=127.0.0.1;Port={port};Database=postgres;Username=postgres;Pooling=false";
        await WaitAsync(connectionString, shell);
        return connectionString;
    }

    private static async Task WaitAsync(string connectionString, Process shell)
    {
        for (var patience = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (patience.Elapsed < TimeSpan.FromSeconds(60) && !shell.HasExited)
            {
                await Task.Delay(20);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

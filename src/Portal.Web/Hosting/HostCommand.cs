using Portal.Compliance.Data;
using Portal.Compliance.Organizations;

namespace Portal.Web.Hosting;

/// <summary>What the command line asks for: to serve, or one errand that ends.</summary>
/// <param name="Name">Null to serve.</param>
/// <param name="Remaining">The arguments that are configuration.</param>
internal sealed record HostCommand(string? Name, IReadOnlyDictionary<string, string> Options, string[] Remaining)
{
    public const string Migrate = "--migrate";
    public const string Create = "--create-organization";
    public const string Provision = "--provision";
    public const string Watch = "--watch";

    public const string CreateUsage =
        "--create-organization --name <name> --slug <address> --zone <IANA zone> --admin-issuer <issuer> --admin-subject <subject> --admin-name <name>";

    private static readonly string[] CreateOptions = ["--name", "--slug", "--zone", "--admin-issuer", "--admin-subject", "--admin-name"];

    public bool IsServe => Name is null;

    /// <summary>The only process that may change keys in a key vault.</summary>
    public bool IsProvision => Name == Provision;

    public static HostCommand Parse(string[] args)
    {
        var name = args.FirstOrDefault(a => a is Migrate or Create or Provision);
        if (name is null)
        {
            return new(null, new Dictionary<string, string>(), args);
        }

        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> remaining = [];
        for (var i = 0; i < args.Length; i++)
        {
            if (name == Create && CreateOptions.Contains(args[i]) && i + 1 < args.Length)
            {
                options[args[i]] = args[++i];
            }
            else if (name == Provision && args[i] == Watch)
            {
                options[Watch] = "";
            }
            else if (args[i] != name)
            {
                remaining.Add(args[i]);
            }
        }

        return new(name, options, [.. remaining]);
    }

    /// <returns>The process's exit code.</returns>
    public async Task<int> ExecuteAsync(IServiceProvider services, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        return Name switch
        {
            Migrate => await MigrateAsync(scope.ServiceProvider, output, cancellationToken),
            Create => await CreateAsync(scope.ServiceProvider, output, errors, cancellationToken),
            Provision => await ProvisionCommand.ExecuteAsync(scope.ServiceProvider, Options.ContainsKey(Watch), output, errors, cancellationToken),
            _ => throw new InvalidOperationException($"The command {Name} is not known."),
        };
    }

    private static async Task<int> MigrateAsync(IServiceProvider services, TextWriter output, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<DatabaseStart>().MigrateAsync(cancellationToken);
        await output.WriteLineAsync("The database schema is up to date.");
        return 0;
    }

    private async Task<int> CreateAsync(IServiceProvider services, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var missing = CreateOptions.Where(o => !Options.ContainsKey(o)).ToList();
        if (missing.Count > 0)
        {
            await errors.WriteLineAsync($"Missing: {string.Join(", ", missing)}. Usage: {CreateUsage}");
            return 2;
        }

        await services.GetRequiredService<DatabaseStart>().PrepareAsync(cancellationToken);
        var created = await services.GetRequiredService<CreateOrganization>().ExecuteAsync(
            new NewOrganization(Options["--name"], Options["--slug"], Options["--zone"]),
            new ExternalIdentity(Options["--admin-issuer"], Options["--admin-subject"], Options["--admin-name"], null),
            cancellationToken);
        if (created.Problem is { } problem)
        {
            await errors.WriteLineAsync($"{problem.What} {problem.Why} {problem.Next}");
            return 1;
        }

        await output.WriteLineAsync($"Created {created.Value.Name}; its admin signs in at /o/{created.Value.Slug}.");
        return 0;
    }
}

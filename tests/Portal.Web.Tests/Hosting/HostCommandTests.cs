using Portal.Tests.Shared.Hosting;
using Portal.Web.Hosting;

namespace Portal.Web.Tests.Hosting;

public sealed class HostCommandTests
{
    private static readonly string[] Create =
    [
        "--create-organization", "--name", "Acme, Inc.", "--slug", "acme", "--zone", "Europe/Berlin",
        "--admin-issuer", "https://id.example", "--admin-subject", "42", "--admin-name", "Ada",
    ];

    [Fact]
    public void Parse_WithoutACommand_ServesAndLeavesConfigurationAlone()
    {
        var command = HostCommand.Parse(["--urls", "http://127.0.0.1:1", "--name", "x"]);

        Assert.True(command.IsServe);
        Assert.Equal(["--urls", "http://127.0.0.1:1", "--name", "x"], command.Remaining);
    }

    [Fact]
    public void Parse_Command_TakesItsOptionsOutOfTheConfiguration()
    {
        var command = HostCommand.Parse([.. Create, "--environment", "Development"]);

        Assert.Equal(HostCommand.Create, command.Name);
        Assert.Equal(["--environment", "Development"], command.Remaining);
        Assert.Equal("Acme, Inc.", command.Options["--name"]);
    }

    [Fact]
    public async Task CreateOrganization_Twice_MakesItOnceAndThenSaysWhatIsTaken()
    {
        await using var host = await PortalHost.StartAsync();
        using StringWriter output = new(), errors = new();

        var first = await HostCommand.Parse(Create).ExecuteAsync(host.Services, output, errors, CancellationToken.None);
        var second = await HostCommand.Parse(Create).ExecuteAsync(host.Services, output, errors, CancellationToken.None);

        Assert.Equal((0, 1), (first, second));
        Assert.Equal("Created Acme, Inc.; its admin signs in at /o/acme.", output.ToString().Trim());
        Assert.Equal("The address 'acme' is taken. Every organization has its own. Choose another address.", errors.ToString().Trim());
        Assert.Equal(["Admin"], host.Rows("SELECT m.Role FROM Memberships m JOIN People p ON p.Id = m.PersonId WHERE p.Issuer = 'https://id.example' AND p.Subject = '42'"));
    }

    [Fact]
    public async Task CreateOrganization_WithoutItsOptions_NamesWhatIsMissing()
    {
        await using var host = await PortalHost.StartAsync();
        using StringWriter output = new(), errors = new();

        var code = await HostCommand.Parse(["--create-organization", "--name", "Acme"]).ExecuteAsync(host.Services, output, errors, CancellationToken.None);

        Assert.Equal(2, code);
        Assert.StartsWith("Missing: --slug, --zone, --admin-issuer, --admin-subject, --admin-name.", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_OnACurrentSchema_IsHarmless()
    {
        await using var host = await PortalHost.StartAsync();
        using var output = new StringWriter();

        Assert.Equal(0, await HostCommand.Parse(["--migrate"]).ExecuteAsync(host.Services, output, output, CancellationToken.None));
        Assert.Equal("The database schema is up to date.", output.ToString().Trim());
    }
}

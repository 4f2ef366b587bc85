using System.Text.Json;
using Portal.Compliance.Organizations;
using Portal.Simulator;

namespace Portal.Web.Demo;

/// <summary>How the simulated vendor misbehaves on purpose, kept over restarts: its own memory ends with the process.</summary>
internal sealed class DemoVendorState(DemoVendor vendor, InstallationSettings settings)
{
    private const string Setting = "demo.vendor";

    private readonly SemaphoreSlim _one = new(1, 1);
    private Switches _now = new([], []);

    public bool IsDown(string company) => _now.Down.Contains(company);

    /// <summary>Whether every key of the company but the replacement is refused by a switch here.</summary>
    public bool IsKeyRevoked(string company) => _now.Revoked.Contains(company);

    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        if (await settings.ReadAsync(Setting, cancellationToken) is { } json)
        {
            _now = JsonSerializer.Deserialize<Switches>(json) ?? _now;
        }

        foreach (var company in _now.Revoked)
        {
            SetKeys(company, revoked: true);
        }

        foreach (var company in _now.Down)
        {
            vendor.Control.TakeDown(company);
        }
    }

    public Task SetKeyRevokedAsync(string company, bool revoked, CancellationToken cancellationToken) => ChangeAsync(
        now => now with { Revoked = Set(now.Revoked, company, revoked) }, () => SetKeys(company, revoked), cancellationToken);

    public Task SetDownAsync(string company, bool down, CancellationToken cancellationToken) => ChangeAsync(
        now => now with { Down = Set(now.Down, company, down) },
        () =>
        {
            if (down)
            {
                vendor.Control.TakeDown(company);
            }
            else
            {
                vendor.Control.BringUp(company);
            }
        },
        cancellationToken);

    /// <summary>The company's own key and, at that company only, those that open every company. The replacement key always works: replacing a key is what people try next.</summary>
    private void SetKeys(string company, bool revoked)
    {
        foreach (var key in MagicKeys.All.Select(k => k.Key).Where(k => k != MagicKeys.Replacement).Append(Companies.KeyOf(company)))
        {
            if (revoked)
            {
                vendor.Control.RevokeKey(key, company);
            }
            else
            {
                vendor.Control.RestoreKey(key, company);
            }
        }
    }

    private async Task ChangeAsync(Func<Switches, Switches> change, Action apply, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var next = change(_now);
            await settings.WriteAsync(Setting, JsonSerializer.Serialize(next), cancellationToken);
            apply();
            _now = next;
        }
        finally
        {
            _one.Release();
        }
    }

    private static string[] Set(string[] all, string company, bool on) =>
        on ? [.. all.Append(company).Distinct().Order(StringComparer.Ordinal)] : [.. all.Where(c => c != company)];

    private sealed record Switches(string[] Revoked, string[] Down);
}

using Portal.Simulator.Hosting;

namespace Portal.Simulator;

/// <summary>Switches of a running simulator. All take effect on the next request.</summary>
public sealed class SimulatorControl
{
    private readonly World _world;

    internal SimulatorControl(World world) => _world = world;

    /// <summary>From now on the key is as unknown as any other, and counts towards the lockout.</summary>
    /// <param name="company">Only there; null: at every company.</param>
    public void RevokeKey(string key, string? company = null) => _world.Keys.Revoke(key, company);

    /// <param name="company">As it was revoked.</param>
    public void RestoreKey(string key, string? company = null) => _world.Keys.Restore(key, company);

    /// <summary>A new working key, at every company unless the script names one.</summary>
    public string IssueKey(KeyScript? script = null) => _world.Keys.Issue(script ?? new());

    /// <summary>Makes this very text a key, or changes what an existing key does.</summary>
    public void SetKey(string key, KeyScript script) => _world.Keys.Set(key, script);

    /// <summary>Every request to the company fails, whatever the key; by default 503 without Retry-After.</summary>
    public void TakeDown(string company, FaultScript? fault = null) => _world.Outages[company] = fault ?? new(FaultKind.Unavailable);

    public void BringUp(string company) => _world.Outages.TryRemove(company, out _);

    public bool IsDown(string company) => _world.Outages.ContainsKey(company);

    /// <summary>Adds a company or replaces the one of the same name.</summary>
    public void SetCompany(CompanyScript script) => _world.Set(script);

    /// <exception cref="ArgumentException">No such company.</exception>
    public CompanyScript Company(string name) => _world.Company(name) ?? throw new ArgumentException($"There is no company '{name}'.", nameof(name));

    public void ChangeCompany(string name, Func<CompanyScript, CompanyScript> change) => SetCompany(change(Company(name)));

    /// <summary>From the vendor's present day on, that share of the positions is missing from every answer, without any leaver.</summary>
    public void DropHeadcount(string company, int percent = 45) => ChangeCompany(company,
        script => script with { CliffOn = DateOnly.FromDayNumber(_world.Roster(script).Today), CliffPercent = percent });

    public void RestoreHeadcount(string company) => ChangeCompany(company, script => script with { CliffOn = null });

    /// <summary>Ends a lockout that repeated unknown keys caused.</summary>
    public void Unlock(string company) => _world.Keys.Unlock(company);

    /// <summary>Faults that strike a number of times, and lists that move once, do so again.</summary>
    public void Rearm() => _world.Memory.Forget();

    public void ForgetRequests() => _world.Log.Clear();

    /// <summary>What is true of the company on a day (default: the vendor's present day), counted person by person, without HTTP.</summary>
    public CompanyFacts FactsOf(string company, DateOnly? day = null) => CompanyFacts.Count(_world.Roster(Company(company), day));
}

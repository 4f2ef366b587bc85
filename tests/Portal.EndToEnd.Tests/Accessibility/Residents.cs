using Portal.EndToEnd.Tests.Hosting;

namespace Portal.EndToEnd.Tests.Accessibility;

/// <summary>One visitor per persona, who stays for all pages of a class: signing in anew for each of a hundred takes longer than looking at them.</summary>
public sealed class Residents(SharedPortal portal) : IAsyncLifetime
{
    private readonly Dictionary<string, Visitor> _here = [];
    private readonly Dictionary<(string Persona, string Path), string> _resolved = [];

    public PortalHost Portal => portal.Host;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<Visitor> GetAsync(string persona)
    {
        if (!_here.TryGetValue(persona, out var visitor))
        {
            _here[persona] = visitor = await Visitor.ComeAsync(portal.Host, persona.Length == 0 ? null : persona);
        }

        visitor.TakeComplaints();
        return visitor;
    }

    /// <returns>The path with its ids; looked up once.</returns>
    public async Task<string> ResolveAsync(Visitor visitor, string persona, string path)
    {
        if (!_resolved.TryGetValue((persona, path), out var resolved))
        {
            _resolved[(persona, path)] = resolved = await Routes.ResolveAsync(visitor, path);
        }

        return resolved;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in _here.Values)
        {
            await visitor.DisposeAsync();
        }
    }
}

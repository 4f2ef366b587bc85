using System.Collections.Concurrent;

namespace Portal.Compliance.Keys.Work;

/// <summary>Lets one worker at a time into an organization's key work, in this process.</summary>
internal sealed class KeyWorkTurns
{
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _turns = new();

    public async Task<IDisposable> TakeAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(organizationId, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

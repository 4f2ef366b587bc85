using System.Collections.Concurrent;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Live;

/// <summary>Something open pages of one organization may want to show at once. A hint to read again, never the truth itself.</summary>
public abstract record OrganizationEvent;

public sealed record RunProgressed(Guid RunId, IReadOnlyList<CollectionStep> Steps) : OrganizationEvent;

/// <summary>A run changed state, or was queued.</summary>
public sealed record RunChanged(Guid ConnectionId, Guid RunId) : OrganizationEvent;

public sealed record ConnectionChanged(Guid ConnectionId) : OrganizationEvent;

/// <summary>Coverage, alerts or the banner may differ now.</summary>
public sealed record ComplianceChanged : OrganizationEvent;

public sealed record ClockMoved(DateTimeOffset Now) : OrganizationEvent;

/// <summary>In-process publish and subscribe, kept apart by organization. Pages on other machines read on their own timer.</summary>
public sealed class OrganizationEvents
{
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<object, Action<OrganizationEvent>>> _subscribers = new();

    /// <summary>Handlers must not block; a page posts to its own dispatcher.</summary>
    public IDisposable Subscribe(Guid organizationId, Action<OrganizationEvent> handler)
    {
        var key = new object();
        var handlers = _subscribers.GetOrAdd(organizationId, _ => new());
        handlers[key] = handler;
        return new Subscription(() => handlers.TryRemove(key, out _));
    }

    internal void Publish(Guid organizationId, OrganizationEvent message)
    {
        if (!_subscribers.TryGetValue(organizationId, out var handlers))
        {
            return;
        }

        foreach (var handler in handlers.Values)
        {
            handler(message);
        }
    }

    private sealed class Subscription(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}

using System.Collections.Concurrent;

namespace Portal.Simulator.Access;

/// <summary>
/// What the vendor remembers about a key at a company: how often its fault already struck, whether its list already moved.
/// Forgotten after a minute without requests (real time), so that a demonstration can be repeated.
/// </summary>
internal sealed class KeyMemory
{
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Company, string Key), Session> sessions = new();

    public Session Of(string company, string key)
    {
        var now = TimeProvider.System.GetTimestamp();
        var session = sessions.GetOrAdd((company, key), _ => new());
        session.Touch(now, ForgottenAfter);
        return session;
    }

    public void Forget() => sessions.Clear();

    internal sealed class Session
    {
        private readonly Lock gate = new();
        private long lastSeen;
        private int matched;
        private bool firstPageServed;
        private bool moved;

        public void Touch(long now, TimeSpan forgottenAfter)
        {
            lock (gate)
            {
                if (lastSeen != 0 && TimeProvider.System.GetElapsedTime(lastSeen, now) > forgottenAfter)
                {
                    (matched, firstPageServed, moved) = (0, false, false);
                }

                lastSeen = now;
            }
        }

        /// <summary>Whether this request, which the fault's path matches, is one of those that fail.</summary>
        public bool Strikes(FaultScript fault)
        {
            lock (gate)
            {
                var number = matched++;
                return number >= fault.After && (fault.Times is not { } times || number < fault.After + times);
            }
        }

        /// <summary>The list moves once: when a later page is asked for after the first was served.</summary>
        public bool ListHasMoved(int page)
        {
            lock (gate)
            {
                if (page == 1)
                {
                    firstPageServed = true;
                }
                else if (firstPageServed)
                {
                    moved = true;
                }

                return moved;
            }
        }
    }
}

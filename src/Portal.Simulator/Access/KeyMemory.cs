using System.Collections.Concurrent;

namespace Portal.Simulator.Access;

/// <summary>
/// What the vendor remembers about a key at a company: how often its fault already struck, whether its list already moved.
/// Forgotten after a minute without requests (real time), so that a demonstration can be repeated.
/// </summary>
internal sealed class KeyMemory
{
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Company, string Key), Session> _sessions = new();

    public Session Of(string company, string key)
    {
        var now = TimeProvider.System.GetTimestamp();
        var session = _sessions.GetOrAdd((company, key), _ => new());
        session.Touch(now, ForgottenAfter);
        return session;
    }

    public void Forget() => _sessions.Clear();

    internal sealed class Session
    {
        private readonly Lock _gate = new();
        private long _lastSeen;
        private int _matched;
        private bool _firstPageServed;
        private bool _moved;

        public void Touch(long now, TimeSpan forgottenAfter)
        {
            lock (_gate)
            {
                if (_lastSeen != 0 && TimeProvider.System.GetElapsedTime(_lastSeen, now) > forgottenAfter)
                {
                    (_matched, _firstPageServed, _moved) = (0, false, false);
                }

                _lastSeen = now;
            }
        }

        /// <summary>Whether this request, which the fault's path matches, is one of those that fail.</summary>
        public bool Strikes(FaultScript fault)
        {
            lock (_gate)
            {
                var number = _matched++;
                return number >= fault.After && (fault.Times is not { } times || number < fault.After + times);
            }
        }

        /// <summary>The list moves once: when a later page is asked for after the first was served.</summary>
        public bool ListHasMoved(int page)
        {
            lock (_gate)
            {
                if (page == 1)
                {
                    _firstPageServed = true;
                }
                else if (_firstPageServed)
                {
                    _moved = true;
                }

                return _moved;
            }
        }
    }
}

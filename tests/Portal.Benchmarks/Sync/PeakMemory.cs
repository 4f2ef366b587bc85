using System.Runtime;

namespace Portal.Benchmarks.Sync;

/// <summary>
/// How far memory rises above idle. Idle is after a full, compacting collection that gives pages back; from then on the working set of the
/// process and the managed heap (garbage included) are looked at every two milliseconds.
/// </summary>
internal sealed class PeakMemory : IDisposable
{
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _watcher;
    private readonly long _idleWorkingSet;
    private readonly long _idleHeap;
    private long _workingSet;
    private long _heap;

    private PeakMemory()
    {
        for (var i = 0; i < 2; i++)
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        (_idleWorkingSet, _idleHeap) = (Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false));
        _watcher = new Thread(Watch) { IsBackground = true };
        _watcher.Start();
    }

    public double WorkingSetMegabytes => Megabytes(_workingSet - _idleWorkingSet);

    public double HeapMegabytes => Megabytes(_heap - _idleHeap);

    public static PeakMemory Watching() => new();

    public void Dispose()
    {
        _stop.Set();
        _watcher.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        do
        {
            _workingSet = Math.Max(_workingSet, Environment.WorkingSet);
            _heap = Math.Max(_heap, GC.GetTotalMemory(forceFullCollection: false));
        }
        while (!_stop.Wait(2));
    }

    private static double Megabytes(long bytes) => bytes / 1024.0 / 1024.0;
}

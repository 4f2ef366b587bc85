namespace Portal.Simulator.Population;

/// <summary>Turns a seed and coordinates into numbers that look random and never change (SplitMix64 finalizer).</summary>
internal static class Scramble
{
    public static ulong Seed(int seed, string company)
    {
        // FNV-1a: string.GetHashCode differs between processes.
        var hash = 14695981039346656037UL;
        foreach (var character in company)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        return Mix(hash + (ulong)seed);
    }

    /// <summary>A number from 0 to <paramref name="bound"/> − 1.</summary>
    public static int Below(int bound, ulong seed, int first, int second, Purpose purpose)
    {
        var value = Mix(seed ^ ((ulong)(uint)first << 32 | (uint)second) ^ (ulong)purpose * 0x9E3779B97F4A7C15UL);
        return (int)(value % (ulong)bound);
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ value >> 27) * 0x94D049BB133111EBUL;
        return value ^ value >> 31;
    }
}

/// <summary>Keeps draws for different questions about the same person independent.</summary>
internal enum Purpose
{
    FirstHire = 1, FirstLeaveA, FirstLeaveB, Tenure, Vacancy, Rehire, Notice, KeepsOldLeaveDate, Employment, Name, EmployeeNumber,
    TaskTiming, TaskDelay, TrainingDone, Cliff, Scope, EmptyDate,
}

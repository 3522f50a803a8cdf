using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Heed.Benchmarks.Memory;

/// <summary>The memory of this process, as Linux counts it: pages that are there.</summary>
internal static partial class ProcessMemory
{
    private const string Status = "/proc/self/status";
    private const string ClearReferences = "/proc/self/clear_refs";

    /// <summary>Whether this system counts.</summary>
    public static bool IsKnown => File.Exists(Status) && File.Exists(ClearReferences);

    /// <summary>In bytes, now.</summary>
    public static long Now => Read("VmRSS:");

    /// <summary>In bytes, the most since the process began, or since <see cref="ForgetPeak"/>.</summary>
    public static long Peak => Read("VmHWM:");

    public static void ForgetPeak() => File.WriteAllText(ClearReferences, "5");

    /// <summary>Gives back what nobody holds: garbage of .NET, and free memory that malloc keeps.</summary>
    public static void Trim()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _ = TrimMalloc(0);
    }

    private static long Read(string field)
    {
        var line = File.ReadLines(Status).First(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(field.Length).Trim().TrimEnd(" kB"), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimMalloc(nuint pad);
}

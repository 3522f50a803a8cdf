using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Heed.Kernels;

/// <summary>
/// A persistent team of threads that shares out the items of one job at a time. Items are handed out as threads become free, so
/// which thread does which item is chance; kernels split by shape and let no item depend on another, so the result is not.
/// A job inside a job, and a job that finds the team busy with another caller's, run on their own thread alone.
/// </summary>
public static unsafe class Team
{
    private const int MaxThreads = 256;
    private static readonly Lock Growth = new();
    private static readonly Helper[] Helpers = new Helper[MaxThreads - 1];
    private static int numHelpers;
    private static int threads = Math.Clamp(Environment.ProcessorCount, 1, MaxThreads);

    // The one job. A helper enters (active + 1), then looks whether the job is open; the caller closes it, then waits until
    // nobody is inside. Both steps are full fences, so no helper works on a job whose caller has gone.
    private static int busy;
    private static int open;
    private static int active;
    private static int epoch;
    private static int admitted;
    private static void* work;
    private static delegate*<void*, int, void> run;
    private static int items;
    private static PaddedCounter next;
    private static Exception? failure;

    [ThreadStatic]
    private static bool isInside;

    /// <summary>How many threads work on a job, the caller among them. Changes the speed of a kernel, never its result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one.</exception>
    public static int Threads
    {
        get => Volatile.Read(ref threads);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref threads, Math.Min(value, MaxThreads));
        }
    }

    /// <summary>Runs items 0..items-1 of <paramref name="job"/> and returns when all are done.</summary>
    /// <exception cref="Exception">The first exception that an item threw; items not yet begun are then left out.</exception>
    public static void Run<TWork>(ref TWork job, int items)
        where TWork : struct, IParallelWork
    {
        var helpers = Math.Min(Threads, items) - 1;
        if (helpers <= 0 || isInside)
        {
            RunAlone(ref job, items);
            return;
        }

        var hasTeam = Interlocked.CompareExchange(ref busy, 1, 0) == 0;
        isInside = true;
        try
        {
            if (!hasTeam)
            {
                RunAlone(ref job, items);
                return;
            }

            if (helpers > Volatile.Read(ref numHelpers))
            {
                Grow(helpers);
            }

            // The job lives on the caller's stack, which neither moves nor ends before the job is closed.
            Share(Unsafe.AsPointer(ref job), &RunItem<TWork>, items, helpers);
        }
        finally
        {
            isInside = false;
            if (hasTeam)
            {
                Volatile.Write(ref busy, 0);
            }
        }
    }

    /// <summary>As <see cref="Run{TWork}(ref TWork, int)"/>, but on this thread alone where that is said to be quicker.</summary>
    public static void Run<TWork>(ref TWork job, int items, bool isWorthSharing)
        where TWork : struct, IParallelWork
    {
        if (isWorthSharing)
        {
            Run(ref job, items);
        }
        else
        {
            RunAlone(ref job, items);
        }
    }

    private static void RunAlone<TWork>(ref TWork job, int items)
        where TWork : struct, IParallelWork
    {
        for (var item = 0; item < items; item++)
        {
            job.Run(item);
        }
    }

    private static void Share(void* job, delegate*<void*, int, void> runItem, int count, int helpers)
    {
        work = job;
        run = runItem;
        items = count;
        admitted = helpers;
        failure = null;
        Volatile.Write(ref next.Value, -1);
        Volatile.Write(ref open, 1);
        Interlocked.Increment(ref epoch);
        for (var i = 0; i < helpers; i++)
        {
            Helpers[i].WakeUp();
        }

        WorkOnItems();
        Interlocked.Exchange(ref open, 0);
        var wait = default(SpinWait);
        while (Volatile.Read(ref active) != 0)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        work = null;
        if (failure is { } thrown)
        {
            failure = null;
            ExceptionDispatchInfo.Throw(thrown);
        }
    }

    private static void WorkOnItems()
    {
        try
        {
            int item;
            while ((item = Interlocked.Increment(ref next.Value)) < items)
            {
                run(work, item);
            }
        }
        catch (Exception thrown)
        {
            Interlocked.CompareExchange(ref failure, thrown, null);
            Volatile.Write(ref next.Value, items);
        }
    }

    private static void RunItem<TWork>(void* job, int item)
        where TWork : struct, IParallelWork => Unsafe.AsRef<TWork>(job).Run(item);

    private static void Grow(int count)
    {
        lock (Growth)
        {
            while (numHelpers < count)
            {
                var helper = new Helper(numHelpers);
                Helpers[numHelpers] = helper;
                Volatile.Write(ref numHelpers, numHelpers + 1);
                helper.Start();
            }
        }
    }

    private sealed class Helper(int index) : IDisposable
    {
        // About 50 us: kernels of a training step follow one another closer than that.
        private const int SpinsBeforeSleep = 1500;
        private readonly SemaphoreSlim bell = new(0);
        private int asleep;

        public void Start() => new Thread(Loop) { IsBackground = true, Name = $"Heed team {index + 1}" }.Start();

        public void WakeUp()
        {
            if (Volatile.Read(ref asleep) != 0 && Interlocked.Exchange(ref asleep, 0) != 0)
            {
                bell.Release();
            }
        }

        public void Dispose() => bell.Dispose();

        private void Loop()
        {
            isInside = true;
            var seen = 0;
            while (true)
            {
                seen = WaitForJob(seen);
                Interlocked.Increment(ref active);
                if (Volatile.Read(ref open) != 0 && index < admitted)
                {
                    WorkOnItems();
                }

                Interlocked.Decrement(ref active);
            }
        }

        private int WaitForJob(int seen)
        {
            for (var spins = 0; spins < SpinsBeforeSleep; spins++)
            {
                if (Volatile.Read(ref epoch) is var now && now != seen)
                {
                    return now;
                }

                Thread.SpinWait(1);
            }

            while (Volatile.Read(ref epoch) == seen)
            {
                // A caller that raises the epoch after this line sees the flag and rings; one that did before is seen here.
                Interlocked.Exchange(ref asleep, 1);
                if (Volatile.Read(ref epoch) == seen || Interlocked.Exchange(ref asleep, 0) == 0)
                {
                    bell.Wait();
                }
            }

            return Volatile.Read(ref epoch);
        }
    }

    // On cache lines of its own: every thread writes it.
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 256)]
    private struct PaddedCounter
    {
        [System.Runtime.InteropServices.FieldOffset(128)]
        public int Value;
    }
}

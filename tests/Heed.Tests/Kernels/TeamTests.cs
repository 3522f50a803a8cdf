using Heed.Kernels;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class TeamTests
{
    private static int[] counts = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_item_runs_once(int threads)
    {
        using var _ = new TeamOf(threads);
        foreach (var items in (int[])[0, 1, 2, 3, 1000])
        {
            counts = new int[items];
            var work = default(Count);
            for (var round = 1; round <= 50; round++)
            {
                Team.Run(ref work, items);
                Assert.All(counts, count => Assert.Equal(round, count));
            }
        }
    }

    [Fact]
    public void An_exception_reaches_the_caller_and_the_team_works_on()
    {
        using var _ = new TeamOf(3);
        var failing = new Fail { At = 17 };
        for (var round = 0; round < 20; round++)
        {
            Assert.Equal("item 17", Assert.Throws<InvalidOperationException>(() => Team.Run(ref failing, 100)).Message);
        }

        counts = new int[100];
        var work = default(Count);
        Team.Run(ref work, 100);
        Assert.All(counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_job_inside_a_job_runs_on_its_own_thread()
    {
        using var _ = new TeamOf(3);
        var outer = new Nest { Sums = new int[40] };
        Team.Run(ref outer, 40);
        Assert.All(outer.Sums, sum => Assert.Equal(45, sum));
    }

    [Fact]
    public void A_job_that_found_the_team_busy_stays_on_its_thread_when_the_team_is_free_again()
    {
        using var _ = new TeamOf(2);
        using var begun = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var busy = new Thread(() =>
        {
            var work = new Hold { Begun = begun, MayEnd = mayEnd };
            Team.Run(ref work, 2);
        });
        busy.Start();
        begun.Wait(TestContext.Current.CancellationToken);
        var late = new FreeThenNest { MayEnd = mayEnd, Busy = busy, Threads = new int[50] };
        Team.Run(ref late, 2);
        Assert.All(late.Threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void Several_callers_at_once_all_get_their_work_done()
    {
        using var _ = new TeamOf(2);
        var callers = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (var round = 0; round < 200; round++)
            {
                var work = new Nest { Sums = new int[7] };
                Team.Run(ref work, 7);
                failures += work.Sums.Any(sum => sum != 45) ? 1 : 0;
            }
        })).ToList();
        callers.ForEach(caller => caller.Start());
        callers.ForEach(caller => caller.Join());
        Assert.Equal(0, failures);
    }

    [Fact]
    public void Sleeping_helpers_wake_up()
    {
        using var _ = new TeamOf(3);
        counts = new int[8];
        var work = default(Count);
        for (var round = 1; round <= 5; round++)
        {
            // Longer than a helper looks around before it sleeps.
            Thread.Sleep(5);
            Team.Run(ref work, 8);
            Assert.All(counts, count => Assert.Equal(round, count));
        }
    }

    [Fact]
    public void A_team_has_at_least_one_thread() => Assert.Throws<ArgumentOutOfRangeException>(() => Team.Threads = 0);

    private static volatile int failures;

    private struct Count : IParallelWork
    {
        public readonly void Run(int item) => Interlocked.Increment(ref counts[item]);
    }

    private struct Fail : IParallelWork
    {
        public int At;

        public readonly void Run(int item)
        {
            if (item == At)
            {
                throw new InvalidOperationException($"item {item}");
            }
        }
    }

    private struct Hold : IParallelWork
    {
        public ManualResetEventSlim Begun;
        public ManualResetEventSlim MayEnd;

        public readonly void Run(int item)
        {
            Begun.Set();
            MayEnd.Wait();
        }
    }

    private struct FreeThenNest : IParallelWork
    {
        public ManualResetEventSlim MayEnd;
        public Thread Busy;
        public int[] Threads;

        public readonly void Run(int item)
        {
            MayEnd.Set();
            Busy.Join();
            var inner = new NoteThread { Threads = Threads };
            Team.Run(ref inner, Threads.Length);
        }
    }

    private struct NoteThread : IParallelWork
    {
        public int[] Threads;

        public readonly void Run(int item)
        {
            Thread.Sleep(1);
            Threads[item] = Environment.CurrentManagedThreadId;
        }
    }

    private struct Nest : IParallelWork
    {
        public int[] Sums;

        public readonly void Run(int item)
        {
            var inner = new Add { Sums = Sums, At = item };
            Team.Run(ref inner, 10);
        }
    }

    private struct Add : IParallelWork
    {
        public int[] Sums;
        public int At;

        // Not atomic: an inner job on several threads would lose some.
        public readonly void Run(int item) => Sums[At] += item;
    }
}

/// <summary>Sets the number of threads and puts it back.</summary>
internal readonly struct TeamOf : IDisposable
{
    /// <summary>Tests that turn on the number of threads run alone: a team serves one caller at a time.</summary>
    public const string Collection = "The team to itself";

    private readonly int before = Team.Threads;

    public TeamOf(int threads) => Team.Threads = threads;

    public void Dispose() => Team.Threads = before;
}

[CollectionDefinition(TeamOf.Collection, DisableParallelization = true)]
public class TeamCollection;

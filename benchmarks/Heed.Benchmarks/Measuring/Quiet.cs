namespace Heed.Benchmarks.Measuring;

/// <summary>
/// Waits until the process is idle: a thread pool spins for up to some tens of milliseconds after its last job, and would take
/// the next contender's core.
/// </summary>
internal static class Quiet
{
    private const int MostSteps = 100;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    public static void Wait()
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var before = Environment.CpuUsage.TotalTime;
            Thread.Sleep(Step);
            if (Environment.CpuUsage.TotalTime - before < Step / 10)
            {
                return;
            }
        }
    }
}

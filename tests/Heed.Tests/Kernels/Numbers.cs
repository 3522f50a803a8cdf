using Heed.Kernels;

namespace Heed.Tests.Kernels;

/// <summary>Inputs of kernel tests, and how far a result may be from its reference.</summary>
internal static class Numbers
{
    public static float[] Random(int length, ulong key, float scale = 1)
    {
        var values = new float[length];
        CounterRandom.FillUniform(values, key, -scale, scale);
        return values;
    }

    public static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what = "")
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var distance = Math.Abs((double)expected[i] - actual[i]);
            if (expected[i] != actual[i] && !(distance <= tolerance * Math.Max(1, Math.Abs(expected[i]))))
            {
                Assert.Fail($"{what}[{i}]: expected {expected[i]:R}, found {actual[i]:R}, {distance:E2} away.");
            }
        }
    }

    /// <summary>Runs at 1, 2 and 3 threads and demands the same bits each time.</summary>
    public static void AssertSameBitsOnAnyTeam(Func<float[]> run)
    {
        var before = Team.Threads;
        try
        {
            Team.Threads = 1;
            var expected = run();
            foreach (var threads in (int[])[2, 3])
            {
                Team.Threads = threads;
                Assert.True(expected.AsSpan().SequenceEqual(run()), $"{threads} threads gave other bits than one.");
            }
        }
        finally
        {
            Team.Threads = before;
        }
    }
}

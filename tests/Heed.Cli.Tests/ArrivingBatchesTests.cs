namespace Heed.Cli.Tests;

public sealed class ArrivingBatchesTests
{
    [Fact]
    public async Task Who_stops_listening_ends_the_reading()
    {
        using var ended = new ManualResetEventSlim();
        await foreach (var batch in ArrivingBatches.Read(Endless(ended), TestContext.Current.CancellationToken))
        {
            Assert.Equal(0, batch[0]);
            break;
        }

        Assert.True(ended.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    private static IEnumerable<int> Endless(ManualResetEventSlim ended)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                yield return i;
            }
        }
        finally
        {
            ended.Set();
        }
    }
}

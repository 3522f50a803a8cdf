using System.Threading.Channels;

namespace Heed.Cli;

/// <summary>
/// Batches of what has arrived: never more than is there, so that a single line on an open pipe is answered at once, and never
/// more than a few hundred items in memory however fast they come.
/// </summary>
internal static class ArrivingBatches
{
    private const int MostPerBatch = 32;
    private const int MostWaiting = 256;

    /// <summary>Reads <paramref name="items"/> on a thread of its own.</summary>
    /// <param name="items">May block between items; its exception passes on after the items before it.</param>
    /// <param name="cancellation">Ends the batches, even while a read blocks; so does it to stop listening.</param>
    public static async IAsyncEnumerable<IReadOnlyList<T>> Read<T>(
        IEnumerable<T> items, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var token = stop.Token;
        var thread = new Thread(() => Pump(items, channel.Writer, token)) { IsBackground = true, Name = "input" };
        thread.Start();
        try
        {
            while (await channel.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
            {
                var batch = new List<T>(MostPerBatch);
                while (batch.Count < MostPerBatch && channel.Reader.TryRead(out var item))
                {
                    batch.Add(item);
                }

                yield return batch;
            }
        }
        finally
        {
            // Who stops listening, because predicting failed, leaves nobody waiting for room.
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private static void Pump<T>(IEnumerable<T> items, ChannelWriter<T> writer, CancellationToken cancellation)
    {
        try
        {
            foreach (var item in items)
            {
                writer.WriteAsync(item, cancellation).AsTask().GetAwaiter().GetResult();
            }

            writer.Complete();
        }
        catch (Exception failure)
        {
            writer.Complete(failure);
        }
    }
}

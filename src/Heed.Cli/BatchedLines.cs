using System.Threading.Channels;

namespace Heed.Cli;

/// <summary>
/// Batches of what has arrived: never more than is there, so that a single line on an open pipe is answered at once, and never
/// more than a few hundred texts in memory however fast they come.
/// </summary>
internal static class BatchedLines
{
    private const int MostPerBatch = 32;
    private const int MostWaiting = 256;

    /// <summary>Reads <paramref name="texts"/> on a thread of its own.</summary>
    /// <param name="texts">May block between texts; its exception passes on after the texts before it.</param>
    /// <param name="cancellation">Ends the batches, even while a read blocks.</param>
    public static async IAsyncEnumerable<IReadOnlyList<string>> Read(
        IEnumerable<string> texts, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });
        var thread = new Thread(() => Pump(texts, channel.Writer, cancellation)) { IsBackground = true, Name = "input" };
        thread.Start();
        while (await channel.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            var batch = new List<string>(MostPerBatch);
            while (batch.Count < MostPerBatch && channel.Reader.TryRead(out var text))
            {
                batch.Add(text);
            }

            yield return batch;
        }
    }

    private static void Pump(IEnumerable<string> texts, ChannelWriter<string> writer, CancellationToken cancellation)
    {
        try
        {
            foreach (var text in texts)
            {
                writer.WriteAsync(text, cancellation).AsTask().GetAwaiter().GetResult();
            }

            writer.Complete();
        }
        catch (Exception failure)
        {
            writer.Complete(failure);
        }
    }
}

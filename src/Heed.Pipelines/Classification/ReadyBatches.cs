using System.Runtime.CompilerServices;

namespace Heed.Pipelines.Classification;

/// <summary>Groups a stream: whatever is there already goes together, and nobody waits for a batch to fill.</summary>
internal static class ReadyBatches
{
    /// <param name="items">The stream.</param>
    /// <param name="most">The largest group.</param>
    /// <param name="cancellation">Stops.</param>
    public static async IAsyncEnumerable<IReadOnlyList<T>> Of<T>(
        IAsyncEnumerable<T> items, int most, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var enumerator = items.GetAsyncEnumerator(stop.Token);
        var next = enumerator.MoveNextAsync().AsTask();
        try
        {
            while (await next.ConfigureAwait(false))
            {
                var batch = new List<T> { enumerator.Current };
                next = enumerator.MoveNextAsync().AsTask();
                while (batch.Count < most && next.IsCompletedSuccessfully && await next.ConfigureAwait(false))
                {
                    batch.Add(enumerator.Current);
                    next = enumerator.MoveNextAsync().AsTask();
                }

                yield return batch;
            }
        }
        finally
        {
            // Who stops listening may do so while the source is asked for more: it is disposed when it has answered.
            await stop.CancelAsync().ConfigureAwait(false);
            var disposal = next.ContinueWith(_ => enumerator.DisposeAsync().AsTask(), TaskScheduler.Default).Unwrap();
            if (next.IsCompleted)
            {
                await disposal.ConfigureAwait(false);
            }
        }
    }
}

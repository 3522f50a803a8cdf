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
        await using var enumerator = items.GetAsyncEnumerator(cancellation);
        var next = enumerator.MoveNextAsync().AsTask();
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
}

using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Training;

/// <summary>The order of the examples: for each epoch a shuffle that depends on the seed and the epoch only.</summary>
public static class ExampleOrder
{
    /// <param name="count">Number of examples.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">Which epoch.</param>
    /// <returns>The numbers 0 to count - 1, each once.</returns>
    public static int[] OfEpoch(int count, ulong seed, int epoch)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }

        CounterRandom.Shuffle(order.AsSpan(), RandomKey.Of(seed, (ulong)epoch));
        return order;
    }
}

namespace Heed.Benchmarks.Models;

/// <summary>Sees that a peer computes what Heed computes.</summary>
internal static class OutputCheck
{
    // Twelve layers of float32 sums in another order.
    private const float Tolerance = 1e-3f;

    /// <exception cref="WrongResultException">The outputs differ by more than rounding.</exception>
    public static void Agree(string what, ModelContender peer, ReadOnlySpan<float> expected)
    {
        var output = peer.Output();
        if (output.Length != expected.Length)
        {
            throw new WrongResultException($"{what}: the output of {peer.Name} has {output.Length} numbers; expected {expected.Length}.");
        }

        for (var i = 0; i < output.Length; i++)
        {
            if (!(Math.Abs(output[i] - expected[i]) <= Tolerance * (1 + Math.Abs(expected[i]))))
            {
                throw new WrongResultException($"{what}: number {i} of the output of {peer.Name} is {output[i]}; expected Heed's {expected[i]}.");
            }
        }
    }
}

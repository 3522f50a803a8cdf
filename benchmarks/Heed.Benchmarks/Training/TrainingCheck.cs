namespace Heed.Benchmarks.Training;

/// <summary>Sees that a peer's steps are Heed's.</summary>
internal static class TrainingCheck
{
    private const int Steps = 3;
    private const float Tolerance = 1e-3f;

    /// <summary>Runs a few steps of both: the losses have to be the same, and the first step's gradients.</summary>
    /// <exception cref="WrongResultException">They differ by more than rounding.</exception>
    public static void Agree(string what, TrainingContender heed, TrainingContender peer)
    {
        for (var step = 0; step < Steps; step++)
        {
            heed.Run();
            peer.Run();
            if (!(Math.Abs(heed.Loss - peer.Loss) < Tolerance * Math.Abs(heed.Loss)))
            {
                throw new WrongResultException($"{what}: the loss of {peer.Name} at step {step + 1} is {peer.Loss}; expected Heed's {heed.Loss}.");
            }

            if (step == 0)
            {
                Compare(what, peer, heed.Gradients(), peer.Gradients());
            }
        }
    }

    private static void Compare(string what, TrainingContender peer, IReadOnlyDictionary<string, float[]> expected, IReadOnlyDictionary<string, float[]> found)
    {
        if (!expected.Keys.Order(StringComparer.Ordinal).SequenceEqual(found.Keys.Order(StringComparer.Ordinal)))
        {
            throw new WrongResultException($"{what}: {peer.Name} learns other parameters than Heed.");
        }

        foreach (var (name, gradient) in expected)
        {
            var largest = gradient.Max(Math.Abs);
            for (var i = 0; i < gradient.Length; i++)
            {
                if (!(Math.Abs(gradient[i] - found[name][i]) <= Tolerance * largest + 1e-7f))
                {
                    throw new WrongResultException($"{what}: number {i} of the gradient of {name} of {peer.Name} is {found[name][i]}; expected Heed's {gradient[i]}.");
                }
            }
        }
    }
}

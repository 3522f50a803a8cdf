using Heed.Benchmarks.Measuring;

namespace Heed.Benchmarks.Attention;

/// <summary>Sees that everybody computes the same thing before anybody is timed.</summary>
internal static class AttentionCheck
{
    private const int ReferenceRows = 16;
    private const float Tolerance = 1e-4f;
    private static readonly string[] GradientNames = ["query", "key", "value"];

    /// <summary>
    /// Runs everybody once. A few rows of Heed's output are held against the plain loops in double precision, and all of every
    /// peer's output and gradients against Heed's.
    /// </summary>
    /// <exception cref="WrongResultException">Something differs by more than rounding.</exception>
    public static void Agree(AttentionCase shape, HeedAttention heed, IReadOnlyList<AttentionContender> peers)
    {
        heed.Run();
        var (output, gradients) = (heed.Output(), heed.Gradients());
        CheckRows(shape, heed, output);
        foreach (var peer in peers)
        {
            peer.Run();
            Compare(shape, peer, "output", peer.Output(), output);
            foreach (var (name, theirs, ours) in GradientNames.Zip(peer.Gradients(), gradients))
            {
                Compare(shape, peer, $"{name} gradient", theirs, ours);
            }
        }
    }

    private static void CheckRows(AttentionCase shape, HeedAttention heed, float[] output)
    {
        var random = new Random(7);
        for (var sample = 0; sample < ReferenceRows; sample++)
        {
            var (sequence, head) = (random.Next(shape.Batch), random.Next(shape.NumHeads));
            var i = random.Next(shape.QueriesOf(sequence));
            var expected = heed.ReferenceRow(sequence, head, i);
            var place = ((((sequence * shape.QueryLen) + i) * shape.NumHeads) + head) * shape.HeadDim;
            for (var d = 0; d < shape.HeadDim; d++)
            {
                if (!(Math.Abs(expected[d] - output[place + d]) < Tolerance))
                {
                    throw new WrongResultException($"{shape.Name}: Heed's output at sequence {sequence}, head {head}, query {i}, column {d} is "
                        + $"{output[place + d]}; expected {expected[d]} by the plain loops.");
                }
            }
        }
    }

    private static void Compare(AttentionCase shape, Contender peer, string what, float[] theirs, float[] ours)
    {
        if (theirs.Length != ours.Length)
        {
            throw new WrongResultException($"{shape.Name}: the {what} of {peer.Name} has {theirs.Length} numbers; expected {ours.Length}.");
        }

        var rows = ours.Length / shape.Batch;
        for (var i = 0; i < ours.Length; i++)
        {
            // Pads: nobody reads what stands there.
            var isPad = i % rows * (long)(shape.QueryLen) / rows >= shape.QueriesOf(i / rows);
            if (!isPad && !(Math.Abs(theirs[i] - ours[i]) < Tolerance * (1 + Math.Abs(ours[i]))))
            {
                throw new WrongResultException($"{shape.Name}: number {i} of the {what} of {peer.Name} is {theirs[i]}; expected Heed's {ours[i]}.");
            }
        }
    }
}

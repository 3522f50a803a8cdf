namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>y = x where it is visible, and a constant elsewhere. Backward: dx += dy where x is visible.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="visible">
    /// True = x stays: one boolean for each number of the last axes of x, the same ones for all before, as a [queryLen, keyLen] is
    /// for the scores [batch, numHeads, queryLen, keyLen].
    /// </param>
    /// <param name="fill">What stands where x is not visible; -inf as a score gives a weight of zero.</param>
    /// <exception cref="ArgumentException">The booleans do not fill the last axes of x.</exception>
    public static Tensor MaskedFill(Tensor x, bool[] visible, float fill)
    {
        Check.FillsLastAxes(x, visible.Length, nameof(MaskedFill));
        var y = Tape.New(x.Shape);
        for (var i = 0; i < x.Length; i++)
        {
            y.Data[i] = visible[i % visible.Length] ? x.Data[i] : fill;
        }

        return !Tape.Records(x) ? y : Tape.Record(y, () =>
        {
            var dx = x.GradientToAddTo();
            for (var i = 0; i < dx.Length; i++)
            {
                dx[i] += visible[i % visible.Length] ? y.Gradient[i] : 0;
            }
        });
    }
}

using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>y_s = mean of the rows of sequence s. Backward: dx_i += dy_s / length_s for each row i of s.</summary>
    /// <param name="x">[tokens, dim].</param>
    /// <param name="sequences">Which rows belong together; an empty sequence gives zeros.</param>
    /// <returns>[count, dim].</returns>
    public static Tensor SegmentMean(Tensor x, Sequences sequences)
    {
        Check.Rows(x, sequences.Tokens, nameof(SegmentMean), "tokens");
        var dim = x.Columns;
        var y = Tape.New(sequences.Count, dim);
        ReductionKernel.SegmentMean(x.Data, sequences.Offsets, y.Data, dim);
        return !Tape.Records(x) ? y : Tape.Record(y, () =>
            ReductionKernel.SegmentMeanBackward(y.Gradient, sequences.Offsets, x.GradientToAddTo(), dim));
    }
}

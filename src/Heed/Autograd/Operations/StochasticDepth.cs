using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// y_s = x_s keep_s / (1 - rate), keep_s ~ Bernoulli(1 - rate): a residual branch kept or left out for a whole sequence (Huang et al. 2016,
    /// arXiv:1603.09382, here inverted and for each example). What is kept is a function of seed, step, site and sequence, so it does not depend
    /// on threads. Does nothing where the open tape has no dropout seed.
    /// </summary>
    /// <param name="x">[tokens, dim].</param>
    /// <param name="sequences">Which rows are kept or left out together.</param>
    /// <param name="rate">Share of the sequences left out, in [0, 1).</param>
    /// <returns>[tokens, dim].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not below 1.</exception>
    public static Tensor StochasticDepth(Tensor x, Sequences sequences, float rate)
    {
        Check.Rows(x, sequences.Tokens, nameof(StochasticDepth), "tokens");
        if (rate <= 0 || Tape.Current?.Dropout is not { } seed)
        {
            return x;
        }

        var (key, factor, dim) = (seed.NextKey(), 1 / (1 - rate), x.Columns);
        var y = Tape.New(x.Shape);
        for (var s = 0; s < sequences.Count; s++)
        {
            if (DropoutKernel.Keeps(key, s, rate))
            {
                VectorKernel.Scale(Part(x.Data, s), factor, Part(y.Data, s));
            }
            else
            {
                // Not times 0, of which an infinity would make NaN.
                Part(y.Data, s).Clear();
            }
        }

        return !Tape.Records(x) ? y : Tape.Record(y, () =>
        {
            var dx = x.GradientToAddTo();
            for (var s = 0; s < sequences.Count; s++)
            {
                if (DropoutKernel.Keeps(key, s, rate))
                {
                    VectorKernel.AddScaledTo(Part(y.Gradient, s), factor, Part(dx, s));
                }
            }
        });

        Span<float> Part(Span<float> values, int s) => values.Slice(sequences.Offsets[s] * dim, sequences.LengthOf(s) * dim);
    }
}

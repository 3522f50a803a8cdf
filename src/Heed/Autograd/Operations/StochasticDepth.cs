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
                VectorKernel.Scale(Part(x.Data, sequences, s, dim), factor, Part(y.Data, sequences, s, dim));
            }
            else
            {
                // Not times 0, of which an infinity would make NaN.
                Part(y.Data, sequences, s, dim).Clear();
            }
        }

        return !Tape.Records(x) ? y : Tape.Record(y, () => AddKept(x, y.Gradient, sequences, key, rate));
    }

    /// <summary>
    /// z = x + <see cref="StochasticDepth"/>(branch), bit for bit, in one pass. Backward: dx += dz, dbranch_s += dz_s keep_s / (1 - rate).
    /// </summary>
    /// <param name="x">[tokens, dim].</param>
    /// <param name="branch">[tokens, dim].</param>
    /// <param name="sequences">Which rows of the branch are kept or left out together.</param>
    /// <param name="rate">Share of the sequences that go without the branch, in [0, 1).</param>
    /// <returns>[tokens, dim].</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not below 1.</exception>
    public static Tensor AddBranch(Tensor x, Tensor branch, Sequences sequences, float rate)
    {
        Check.SameShape(x, branch, nameof(AddBranch));
        Check.Rows(branch, sequences.Tokens, nameof(AddBranch), "tokens");
        if (rate <= 0 || Tape.Current?.Dropout is not { } seed)
        {
            return Add(x, branch);
        }

        var (key, factor, dim) = (seed.NextKey(), 1 / (1 - rate), x.Columns);
        var z = Tape.New(x.Shape);
        for (var s = 0; s < sequences.Count; s++)
        {
            var source = Part(x.Data, sequences, s, dim);
            var target = Part(z.Data, sequences, s, dim);
            if (DropoutKernel.Keeps(key, s, rate))
            {
                VectorKernel.Combine(1, source, factor, Part(branch.Data, sequences, s, dim), target);
            }
            else
            {
                source.CopyTo(target);
            }
        }

        return !Tape.Records(x, branch) ? z : Tape.Record(z, () =>
        {
            if (branch.RequiresGradient)
            {
                AddKept(branch, z.Gradient, sequences, key, rate);
            }

            HandOn(z, x);
        });
    }

    /// <summary>dx_s += flow_s keep_s / (1 - rate).</summary>
    private static void AddKept(Tensor x, ReadOnlySpan<float> flow, Sequences sequences, ulong key, float rate)
    {
        var (factor, dim) = (1 / (1 - rate), x.Columns);
        var gradient = x.GradientToWrite(out var accumulate);
        for (var s = 0; s < sequences.Count; s++)
        {
            var source = flow.Slice(sequences.Offsets[s] * dim, sequences.LengthOf(s) * dim);
            var target = Part(gradient, sequences, s, dim);
            if (!DropoutKernel.Keeps(key, s, rate))
            {
                target[(accumulate ? target.Length : 0)..].Clear();
            }
            else if (accumulate)
            {
                VectorKernel.AddScaledTo(source, factor, target);
            }
            else
            {
                VectorKernel.Scale(source, factor, target);
            }
        }
    }

    private static Span<float> Part(Span<float> rows, Sequences sequences, int s, int dim) => rows.Slice(sequences.Offsets[s] * dim, sequences.LengthOf(s) * dim);
}

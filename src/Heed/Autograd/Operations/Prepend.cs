using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// The same rows before each of several sequences of one length: z_s = [rows, x_s], as a class token stands before the patches of
    /// each image. Backward: drows += sum over s of its part of dz_s, dx_s += the rest.
    /// </summary>
    /// <param name="rows">[count, dim].</param>
    /// <param name="x">[sequences * length, dim].</param>
    /// <param name="sequences">How many sequences there are.</param>
    /// <returns>[sequences * (count + length), dim].</returns>
    /// <exception cref="ArgumentException">The widths differ, or x does not split into so many sequences.</exception>
    public static Tensor Prepend(Tensor rows, Tensor x, int sequences)
    {
        Check.Columns(x, rows.Columns, nameof(Prepend), "dim");
        if (sequences < 0 || x.Rows != sequences * (x.Rows / Math.Max(1, sequences)))
        {
            throw new ArgumentException($"{x} does not split into {sequences} sequences of one length.", nameof(sequences));
        }

        var (first, rest) = (rows.Length, x.Length / Math.Max(1, sequences));
        var z = Tape.New(x.Rows + (sequences * rows.Rows), x.Columns);
        for (var s = 0; s < sequences; s++)
        {
            var target = z.Data.Slice(s * (first + rest), first + rest);
            rows.Data.CopyTo(target);
            x.Data.Slice(s * rest, rest).CopyTo(target[first..]);
        }

        return !Tape.Records(rows, x) ? z : Tape.Record(z, () =>
        {
            for (var s = 0; s < sequences; s++)
            {
                var flow = z.Gradient.Slice(s * (first + rest), first + rest);
                if (rows.RequiresGradient)
                {
                    VectorKernel.AddTo(flow[..first], rows.GradientToAddTo());
                }

                if (x.RequiresGradient)
                {
                    VectorKernel.AddTo(flow[first..], x.GradientToAddTo().Slice(s * rest, rest));
                }
            }
        });
    }
}

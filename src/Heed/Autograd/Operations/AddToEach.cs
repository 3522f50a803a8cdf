using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// The same rows added to each of several sequences of their length: z_s = x_s + rows, as positions are to the patches of each
    /// image. Backward: dx += dz, drows += sum over s of dz_s.
    /// </summary>
    /// <param name="x">[sequences * length, dim].</param>
    /// <param name="rows">[length, dim].</param>
    /// <returns>[sequences * length, dim].</returns>
    /// <exception cref="ArgumentException">The widths differ, or x is no multiple of rows.</exception>
    public static Tensor AddToEach(Tensor x, Tensor rows)
    {
        Check.Columns(x, rows.Columns, nameof(AddToEach), "dim");
        if (rows.Rows == 0 || x.Rows % rows.Rows != 0)
        {
            throw new ArgumentException($"{x} does not split into sequences of {rows.Rows} rows.", nameof(x));
        }

        var z = Tape.New(x.Shape);
        for (var start = 0; start < x.Length; start += rows.Length)
        {
            VectorKernel.Add(x.Data.Slice(start, rows.Length), rows.Data, z.Data.Slice(start, rows.Length));
        }

        return !Tape.Records(x, rows) ? z : Tape.Record(z, () =>
        {
            AddInto(x, z.Gradient);
            for (var start = 0; start < x.Length && rows.RequiresGradient; start += rows.Length)
            {
                VectorKernel.AddTo(z.Gradient.Slice(start, rows.Length), rows.GradientToAddTo());
            }
        });
    }
}

using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>s = sum of all x, a scalar. Backward: dx += ds.</summary>
    public static Tensor Sum(Tensor x)
    {
        var sum = Tape.New();
        sum.Data[0] = VectorKernel.Sum(x.Data);
        return !Tape.Records(x) ? sum : Tape.Record(sum, () =>
        {
            var flow = sum.Gradient[0];
            foreach (ref var gradient in x.GradientToAddTo())
            {
                gradient += flow;
            }
        });
    }

    /// <summary>m = mean of all x, a scalar. Backward: dx += dm / n.</summary>
    public static Tensor Mean(Tensor x) => Scale(Sum(x), 1f / x.Length);
}

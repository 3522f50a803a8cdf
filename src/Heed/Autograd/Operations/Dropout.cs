using Heed.Kernels;

namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>
    /// y = x * keep / (1 - rate), keep ~ Bernoulli(1 - rate) (Srivastava et al. 2014, inverted). The mask is a function of seed,
    /// step, site and place, so it does not depend on threads. Does nothing where the open tape has no dropout seed.
    /// </summary>
    public static Tensor Dropout(Tensor x, float rate)
    {
        if (rate <= 0 || Tape.Current?.Dropout is not { } seed)
        {
            return x;
        }

        var key = seed.NextKey();
        var y = Tape.New(x.Shape);
        DropoutKernel.Forward(x.Data, y.Data, rate, key);
        return !Tape.Records(x) ? y : Tape.Record(y, () => DropoutKernel.Backward(y.Gradient, x.GradientToAddTo(), rate, key));
    }
}

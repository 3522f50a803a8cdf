using Heed.Autograd;

namespace Heed.Layers;

/// <summary>y = x / sqrt(mean of x^2 + epsilon) * gamma over the last axis: <c>weight</c> [dim].</summary>
public sealed class RmsNorm
{
    private readonly Tensor gamma;
    private readonly float epsilon;

    public RmsNorm(ParameterScope scope, int dim, float epsilon)
    {
        gamma = scope.Parameter("weight", Initializer.Ones, dim);
        this.epsilon = epsilon;
    }

    public Tensor Forward(Tensor x) => Op.RmsNorm(x, gamma, epsilon);
}

using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// y = (x - mean) / sqrt(variance + epsilon) * gamma + beta over the last axis: <c>weight</c> and <c>bias</c>, each [dim].
/// </summary>
public sealed class LayerNorm
{
    private readonly Tensor gamma;
    private readonly Tensor? beta;
    private readonly float epsilon;

    public LayerNorm(ParameterScope scope, int dim, float epsilon, bool hasBias = true)
    {
        gamma = scope.Parameter("weight", Initializer.Ones, dim);
        beta = hasBias ? scope.Parameter("bias", Initializer.Zeros, dim) : null;
        this.epsilon = epsilon;
    }

    public Tensor Forward(Tensor x) => Op.LayerNorm(x, gamma, beta, epsilon);
}

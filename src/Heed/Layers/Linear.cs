using Heed.Autograd;

namespace Heed.Layers;

/// <summary>y = x W^T + b: <c>weight</c> [outputDim, inputDim] and <c>bias</c> [outputDim].</summary>
public sealed class Linear
{
    private readonly Tensor weight;
    private readonly Tensor? bias;

    public Linear(ParameterScope scope, int inputDim, int outputDim, bool hasBias = true, float standardDeviation = 0.02f)
    {
        weight = scope.Parameter("weight", Initializer.Normal(standardDeviation), outputDim, inputDim);
        bias = hasBias ? scope.Parameter("bias", Initializer.Zeros, outputDim) : null;
    }

    /// <param name="x">[..., inputDim].</param>
    /// <returns>[..., outputDim].</returns>
    public Tensor Forward(Tensor x) => Op.Linear(x, weight, bias);
}

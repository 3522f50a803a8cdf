using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// y = x W^T + b: <c>weight</c> [outputDim, inputDim] and <c>bias</c> [outputDim]; or, where checkpoints have the weight the other
/// way round, y = x W + b with <c>weight</c> [inputDim, outputDim].
/// </summary>
public sealed class Linear
{
    private readonly Tensor weight;
    private readonly Tensor? bias;
    private readonly WeightLayout layout;

    public Linear(
        ParameterScope scope, int inputDim, int outputDim, bool hasBias = true, float standardDeviation = 0.02f,
        WeightLayout layout = WeightLayout.OutputByInput)
    {
        this.layout = layout;
        ReadOnlySpan<int> shape = layout == WeightLayout.OutputByInput ? [outputDim, inputDim] : [inputDim, outputDim];
        weight = scope.Parameter("weight", Initializer.Normal(standardDeviation), shape);
        bias = hasBias ? scope.Parameter("bias", Initializer.Zeros, outputDim) : null;
    }

    /// <param name="x">[..., inputDim].</param>
    /// <returns>[..., outputDim].</returns>
    public Tensor Forward(Tensor x) => Op.Linear(x, weight, bias, layout);
}

using static TorchSharp.torch;

namespace Heed.Benchmarks.Models;

/// <summary>The parameters of a model of libtorch, by name.</summary>
internal sealed class LibtorchWeights(bool requiresGradient = false) : IDisposable
{
    private readonly List<Entry> entries = [];

    /// <summary>In the order in which they were made.</summary>
    public IReadOnlyList<Entry> All => entries;

    public Tensor Make(string name, params ReadOnlySpan<long> shape) => Add([name], RandomWeights.Of(name, (int)Count(shape)), shape);

    /// <summary>weight [outputDim, inputDim] and bias [outputDim] of a linear layer.</summary>
    public (Tensor Weight, Tensor Bias) Linear(string layer, int inputDim, int outputDim) =>
        (Make($"{layer}.weight", outputDim, inputDim), Make($"{layer}.bias", outputDim));

    /// <summary>Linear layers of the same input as one.</summary>
    public (Tensor Weight, Tensor Bias) Linear(ReadOnlySpan<string> layers, int inputDim, int outputDim)
    {
        string[] names = layers.ToArray();
        string[] weights = [.. names.Select(name => $"{name}.weight")], biases = [.. names.Select(name => $"{name}.bias")];
        return (
            Add(weights, RandomWeights.Joined(weights, outputDim * inputDim), [names.Length * outputDim, inputDim]),
            Add(biases, RandomWeights.Joined(biases, outputDim), [names.Length * outputDim]));
    }

    /// <summary>Linear layers of the same input and without a bias as one.</summary>
    public (Tensor Weight, Tensor? Bias) LinearWithoutBias(ReadOnlySpan<string> layers, int inputDim, int outputDim)
    {
        string[] names = [.. layers.ToArray().Select(name => $"{name}.weight")];
        return (Add(names, RandomWeights.Joined(names, outputDim * inputDim), [names.Length * outputDim, inputDim]), null);
    }

    /// <summary>A linear layer whose weight is stored as [inputDim, outputDim], seen as libtorch's.</summary>
    public (Tensor Weight, Tensor Bias) StoredLinear(string layer, int inputDim, int outputDim) =>
        (Make($"{layer}.weight", inputDim, outputDim).t().DetachFromDisposeScope(), Make($"{layer}.bias", outputDim));

    /// <summary>A linear layer whose weight is stored as [inputDim, outputDim], turned to how libtorch has it.</summary>
    public (Tensor Weight, Tensor Bias) TurnedLinear(string layer, int inputDim, int outputDim) => (
        Turned($"{layer}.weight", inputDim, outputDim), Make($"{layer}.bias", outputDim));

    /// <summary>[columns, rows] of a matrix stored as [rows, columns].</summary>
    public Tensor Turned(string name, int rows, int columns) =>
        Add([name], RandomWeights.Transposed(name, rows, columns), [columns, rows], isTurned: true);

    /// <summary>Gain and bias of a layer norm.</summary>
    public (Tensor Weight, Tensor Bias) Norm(string layer, int dim) => (Make($"{layer}.weight", dim), Make($"{layer}.bias", dim));

    public void Dispose() => entries.ForEach(entry => entry.Tensor.Dispose());

    private Tensor Add(string[] names, float[] values, ReadOnlySpan<long> shape, bool isTurned = false)
    {
        var made = tensor(values, shape.ToArray()).DetachFromDisposeScope();
        made.requires_grad = requiresGradient;
        entries.Add(new Entry(names, made, isTurned));
        return made;
    }

    private static long Count(ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var axis in shape)
        {
            count *= axis;
        }

        return count;
    }

    /// <param name="Names">Of the parameters that stand one after the other in it.</param>
    /// <param name="Tensor">Their values.</param>
    /// <param name="IsTurned">Whether it is the transpose of how the parameter is stored.</param>
    internal sealed record Entry(string[] Names, Tensor Tensor, bool IsTurned);
}


namespace Heed.Benchmarks.Models;

/// <summary>
/// The blocks of a pre-norm transformer: x = x + attention(norm(x)); x = x + feedForward(norm(x)). Each sum is fused with the norm that follows
/// it, be it the next block's.
/// </summary>
internal sealed class OnnxPreNormBlocks(OnnxLayers layers, int modelDim, int hiddenDim)
{
    /// <summary>The names of a block's layers.</summary>
    /// <param name="Attend">From the normalised rows to what all heads saw.</param>
    internal sealed record Block(string AttentionNorm, Func<string, string> Attend, string Output, string FeedForwardNorm, string Expand, string Contract);

    /// <summary>Whether weights are stored as [inputDim, outputDim].</summary>
    public bool AreTurned { get; init; }

    public bool HasGeluByTanh { get; init; }

    /// <returns>The last block's result after the last norm.</returns>
    public string Apply(string x, IReadOnlyList<Block> blocks, string lastNorm)
    {
        var normalised = layers.Norm(x, blocks[0].AttentionNorm);
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            var attended = Product(block.Attend(normalised), block.Output, modelDim, modelDim);
            (normalised, x) = layers.AddAndNormBoth(attended, x, $"{block.Output}.bias", block.FeedForwardNorm);
            var expanded = layers.BiasGelu(Product(normalised, block.Expand, modelDim, hiddenDim), $"{block.Expand}.bias", hiddenDim, HasGeluByTanh);
            var contracted = Product(expanded, block.Contract, hiddenDim, modelDim);
            (normalised, x) = layers.AddAndNormBoth(contracted, x, $"{block.Contract}.bias", i + 1 < blocks.Count ? blocks[i + 1].AttentionNorm : lastNorm);
        }

        return normalised;
    }

    private string Product(string x, string layer, int inputDim, int outputDim) => AreTurned
        ? layers.ProductAsStored(x, $"{layer}.weight", inputDim, outputDim)
        : layers.Product(x, $"{layer}.weight", inputDim, outputDim);
}

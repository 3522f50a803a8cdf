using Heed.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Heed.Benchmarks.Models.Compact;

/// <summary>The compact Vision Transformer with its classifier in libtorch. It too pools before ReLU, which then has a quarter of the values.</summary>
internal sealed class LibtorchCompactClassifier
{
    private readonly CompactViTConfig config;
    private readonly Tensor[] convolutions;
    private readonly Tensor positions;
    private readonly LibtorchPreNormBlock[] blocks;
    private readonly (Tensor, Tensor) lastNorm;
    private readonly (Tensor Weight, Tensor Bias) pooling;
    private readonly (Tensor Weight, Tensor Bias) classifier;

    public LibtorchCompactClassifier(CompactViTConfig config, int numClasses, LibtorchWeights weights)
    {
        this.config = config;
        var (modelDim, size) = (config.ModelDim, config.ConvolutionSize);
        int[] channels = [config.NumChannels, .. Enumerable.Repeat(config.StemChannels, config.NumConvolutions - 1), modelDim];
        convolutions = [.. Enumerable.Range(0, config.NumConvolutions).Select(i => weights.Make($"embeddings.convolutions.{i}.weight", channels[i + 1], channels[i], size, size))];
        positions = weights.Make("embeddings.position_embeddings", config.Grid.Count, modelDim);
        blocks = [.. Enumerable.Range(0, config.NumLayers).Select(i => Block($"encoder.layer.{i}", weights))];
        lastNorm = weights.Norm("layernorm", modelDim);
        pooling = weights.Linear("attention_pool", modelDim, 1);
        classifier = weights.Linear("classifier", modelDim, numClasses);
    }

    /// <param name="pixels">[batch, channels, size, size].</param>
    /// <returns>[batch, numClasses].</returns>
    public Tensor Forward(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var x = Embed(pixels);
        foreach (var block in blocks)
        {
            x = block.Forward(x);
        }

        x = LibtorchLayers.Norm(x, lastNorm, config.LayerNormEpsilon);
        var shares = linear(x, pooling.Weight, pooling.Bias).softmax(1); // [batch, seqLen, 1]
        return linear(shares.transpose(1, 2).matmul(x).squeeze(1), classifier.Weight, classifier.Bias).MoveToOuterDisposeScope();
    }

    private Tensor Embed(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var x = pixels;
        foreach (var weight in convolutions)
        {
            using var convolved = conv2d(x, weight, padding: [config.ConvolutionSize / 2L, config.ConvolutionSize / 2L]);
            var pooled = max_pool2d(convolved, [3L, 3L], [2L, 2L], [1L, 1L]);
            x = pooled.requires_grad ? pooled.relu() : pooled.relu_();
        }

        return LibtorchLayers.AddTo(positions, x.flatten(2).transpose(1, 2).contiguous()).MoveToOuterDisposeScope();
    }

    private LibtorchPreNormBlock Block(string block, LibtorchWeights weights)
    {
        var (modelDim, hiddenDim) = (config.ModelDim, config.HiddenDim);
        var attention = $"{block}.attention";
        return new LibtorchPreNormBlock(
            weights.Norm($"{block}.layernorm_before", modelDim),
            weights.LinearWithoutBias([$"{attention}.attention.query", $"{attention}.attention.key", $"{attention}.attention.value"], modelDim, modelDim),
            weights.Linear($"{attention}.output.dense", modelDim, modelDim),
            weights.Norm($"{block}.layernorm_after", modelDim),
            weights.Linear($"{block}.intermediate.dense", modelDim, hiddenDim),
            weights.Linear($"{block}.output.dense", hiddenDim, modelDim),
            config.NumHeads,
            config.LayerNormEpsilon);
    }
}

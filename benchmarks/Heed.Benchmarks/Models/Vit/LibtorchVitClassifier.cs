using Heed.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Heed.Benchmarks.Models.Vit;

/// <summary>The Vision Transformer with its classifier in libtorch.</summary>
internal sealed class LibtorchVitClassifier
{
    private readonly ViTConfig config;
    private readonly Tensor token;
    private readonly Tensor positions;
    private readonly (Tensor Weight, Tensor Bias) patches;
    private readonly LibtorchPreNormBlock[] blocks;
    private readonly (Tensor, Tensor) lastNorm;
    private readonly (Tensor Weight, Tensor Bias) classifier;

    public LibtorchVitClassifier(ViTConfig config, int numClasses, LibtorchWeights weights)
    {
        this.config = config;
        var (modelDim, patch) = (config.ModelDim, config.PatchSize);
        token = weights.Make(VitNames.ClassToken, 1, 1, modelDim);
        positions = weights.Make(VitNames.Positions, 1, (config.Grid.Height * config.Grid.Width) + 1, modelDim);
        patches = (weights.Make($"{VitNames.Patches}.weight", modelDim, config.NumChannels, patch.Height, patch.Width), weights.Make($"{VitNames.Patches}.bias", modelDim));
        blocks = [.. Enumerable.Range(0, config.NumLayers).Select(i => Block(new VitNames(i), weights))];
        lastNorm = weights.Norm(VitNames.LastNorm, modelDim);
        classifier = weights.Linear(VitNames.Classifier, modelDim, numClasses);
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

        // Of the last hidden state the classifier reads the first token alone.
        var first = LibtorchLayers.Norm(x.select(1, 0), lastNorm, config.LayerNormEpsilon);
        return linear(first, classifier.Weight, classifier.Bias).MoveToOuterDisposeScope();
    }

    private Tensor Embed(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var patch = config.PatchSize;
        var convolved = conv2d(pixels, patches.Weight, patches.Bias, strides: [patch.Height, patch.Width]); // [batch, modelDim, size / patch, size / patch]
        var tokens = cat([token.expand(pixels.shape[0], -1, -1), convolved.flatten(2).transpose(1, 2)], 1);
        return LibtorchLayers.AddTo(positions, tokens).MoveToOuterDisposeScope();
    }

    private LibtorchPreNormBlock Block(VitNames names, LibtorchWeights weights)
    {
        var (modelDim, hiddenDim) = (config.ModelDim, config.HiddenDim);
        return new LibtorchPreNormBlock(
            weights.Norm(names.AttentionNorm, modelDim),
            weights.Linear([names.Query, names.Key, names.Value], modelDim, modelDim),
            weights.Linear(names.Output, modelDim, modelDim),
            weights.Norm(names.FeedForwardNorm, modelDim),
            weights.Linear(names.Expand, modelDim, hiddenDim),
            weights.Linear(names.Contract, hiddenDim, modelDim),
            config.NumHeads,
            config.LayerNormEpsilon);
    }
}

using Heed.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Heed.Benchmarks.Models.Bert;

/// <summary>BERT with a classifier over the pooled first token in libtorch.</summary>
internal sealed class LibtorchBertClassifier(BertConfig config, int numClasses, LibtorchWeights weights)
{
    private readonly LibtorchBertEncoder encoder = new(config, weights);
    private readonly (Tensor Weight, Tensor Bias) pooler = weights.Linear("bert.pooler.dense", config.ModelDim, config.ModelDim);
    private readonly (Tensor Weight, Tensor Bias) classifier = weights.Linear("classifier", config.ModelDim, numClasses);

    /// <param name="ids">[batch, seqLen].</param>
    /// <returns>[batch, numClasses].</returns>
    public Tensor Forward(Tensor ids)
    {
        using var scope = NewDisposeScope();
        var pooled = linear(encoder.Forward(ids, bias: null).select(1, 0), pooler.Weight, pooler.Bias).tanh();
        return linear(pooled, classifier.Weight, classifier.Bias).MoveToOuterDisposeScope();
    }
}

using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>What stands between ModernBERT's encoder and its classifier or decoder: norm(GELU(dense(x))).</summary>
internal sealed class ModernBertHead(ParameterScope scope, ModernBertConfig config)
{
    private readonly Linear dense = new(scope["dense"], config.ModelDim, config.ModelDim, hasBias: false, config.InitializerRange);
    private readonly LayerNorm norm = new(scope["norm"], config.ModelDim, config.NormEpsilon, hasBias: false);

    public Tensor Forward(Tensor x) => norm.Forward(Op.Gelu(dense.Forward(x)));
}

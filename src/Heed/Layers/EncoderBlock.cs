using Heed.Attention;
using Heed.Autograd;

namespace Heed.Layers;

/// <summary>Where an encoder block normalises.</summary>
public enum NormPlacement
{
    /// <summary>After the residual sum, as in the original transformer and BERT.</summary>
    Post,

    /// <summary>Before each sub-layer, inside the residual branch, as in GPT-2 and ViT (Xiong et al. 2020).</summary>
    Pre,
}

/// <summary>
/// One encoder block. Post-norm: x = norm1(x + attention(x)); x = norm2(x + feedForward(x)).
/// Pre-norm: x = x + attention(norm1(x)); x = x + feedForward(norm2(x)).
/// </summary>
/// <param name="attention">Self-attention.</param>
/// <param name="attentionNorm">norm1.</param>
/// <param name="feedForward">The feed-forward layer.</param>
/// <param name="feedForwardNorm">norm2.</param>
/// <param name="placement">Where to normalise.</param>
/// <param name="dropoutRate">Dropout of each sub-layer's result before the residual sum.</param>
public sealed class EncoderBlock(
    MultiHeadAttention attention,
    LayerNorm attentionNorm,
    FeedForward feedForward,
    LayerNorm feedForwardNorm,
    NormPlacement placement,
    float dropoutRate)
{
    /// <param name="x">[tokens, modelDim].</param>
    /// <param name="sequences">Which rows belong together.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="recorder">Takes the attention weights, if given.</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Forward(Tensor x, Sequences sequences, AttentionMask? mask = null, AttentionRecorder? recorder = null)
    {
        if (placement == NormPlacement.Pre)
        {
            x = Op.Add(x, Op.Dropout(attention.Forward(attentionNorm.Forward(x), sequences, mask, recorder), dropoutRate));
            return Op.Add(x, Op.Dropout(feedForward.Forward(feedForwardNorm.Forward(x)), dropoutRate));
        }

        x = attentionNorm.Forward(Op.Add(x, Op.Dropout(attention.Forward(x, sequences, mask, recorder), dropoutRate)));
        return feedForwardNorm.Forward(Op.Add(x, Op.Dropout(feedForward.Forward(x), dropoutRate)));
    }
}

using Heed.Attention;
using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// Blocks on top of one another, with a norm at the end where asked for: an encoder, or with cross-attention a decoder. Parameters
/// are called as in torch.nn.TransformerEncoder and TransformerDecoder: layers.0, layers.1, ..., norm.
/// </summary>
public sealed class TransformerStack
{
    private readonly TransformerBlock[] blocks;
    private readonly LayerNorm? norm;

    /// <param name="scope">Where the parameters are.</param>
    /// <param name="options">The blocks' numbers.</param>
    /// <param name="numLayers">How many blocks.</param>
    /// <param name="hasCrossAttention">Whether the blocks attend to a context as well.</param>
    /// <param name="hasFinalNorm">Whether the result is normalised; a pre-norm stack needs it, for nothing else bounds its residual stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is negative.</exception>
    public TransformerStack(ParameterScope scope, TransformerOptions options, int numLayers, bool hasCrossAttention = false, bool hasFinalNorm = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numLayers);
        blocks = [.. Enumerable.Range(0, numLayers).Select(i => TransformerBlock.Create(scope["layers"][i], options, hasCrossAttention))];
        norm = hasFinalNorm ? new LayerNorm(scope["norm"], options.ModelDim, options.NormEpsilon, options.HasBias) : null;
    }

    /// <param name="x">[tokens, modelDim].</param>
    /// <param name="sequences">Which rows belong together.</param>
    /// <param name="mask">Who may attend to whom within x.</param>
    /// <param name="recorder">
    /// Takes the hidden states and the weights of every block, if given; in a block with cross-attention self-attention's come first.
    /// </param>
    /// <param name="context">What cross-attention reads.</param>
    /// <returns>[tokens, modelDim].</returns>
    /// <exception cref="ArgumentException">The blocks have cross-attention and no context is given, or the other way round.</exception>
    public Tensor Forward(
        Tensor x, Sequences sequences, AttentionMask? mask = null, AttentionRecorder? recorder = null, AttentionContext? context = null)
    {
        var mark = Tape.Mark();
        recorder?.AddHiddenState(x.Data);
        foreach (var block in blocks)
        {
            x = block.Forward(x, sequences, mask, recorder, context);
            Tape.EndAllBut(x, mark);
            recorder?.AddHiddenState(x.Data);
        }

        return norm is null ? x : norm.Forward(x);
    }
}

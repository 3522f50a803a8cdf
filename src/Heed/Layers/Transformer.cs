using Heed.Attention;
using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// The encoder-decoder of Vaswani et al. 2017 (section 3.1, figure 1), from embedded tokens to the decoder's last hidden state: the
/// encoder reads the source in both directions; the decoder reads the target up to each place, and in every block the whole encoded
/// source. Parameters are called as in torch.nn.Transformer: encoder and decoder, each a <see cref="TransformerStack"/>.
/// </summary>
public sealed class Transformer
{
    private readonly TransformerStack encoder;
    private readonly TransformerStack decoder;

    /// <param name="scope">Where the parameters are.</param>
    /// <param name="options">The blocks' numbers.</param>
    /// <param name="numEncoderLayers">Blocks of the encoder.</param>
    /// <param name="numDecoderLayers">Blocks of the decoder.</param>
    public Transformer(ParameterScope scope, TransformerOptions options, int numEncoderLayers, int numDecoderLayers)
    {
        encoder = new TransformerStack(scope["encoder"], options, numEncoderLayers);
        decoder = new TransformerStack(scope["decoder"], options, numDecoderLayers, hasCrossAttention: true);
    }

    /// <summary>The encoder.</summary>
    /// <param name="source">[sourceTokens, modelDim].</param>
    /// <param name="sequences">Which rows belong together.</param>
    /// <param name="mask">Which of them may see which, such as the pads of a padded batch; null for all of a sequence.</param>
    /// <param name="recorder">Takes the weights of every block, if given.</param>
    /// <returns>[sourceTokens, modelDim].</returns>
    public Tensor Encode(Tensor source, Sequences sequences, AttentionMask? mask = null, AttentionRecorder? recorder = null) =>
        encoder.Forward(source, sequences, mask, recorder);

    /// <summary>The decoder.</summary>
    /// <param name="target">[targetTokens, modelDim].</param>
    /// <param name="sequences">Which rows belong together: as many sequences as the context has.</param>
    /// <param name="context">The encoded source, and which of it may be seen.</param>
    /// <param name="mask">Who may see whom within the target; null for <see cref="AttentionMask.Causal"/>.</param>
    /// <param name="recorder">Takes the weights of every block, self-attention before cross-attention, if given.</param>
    /// <returns>[targetTokens, modelDim].</returns>
    public Tensor Decode(Tensor target, Sequences sequences, AttentionContext context, AttentionMask? mask = null, AttentionRecorder? recorder = null) =>
        decoder.Forward(target, sequences, mask ?? AttentionMask.Causal, recorder, context);

    /// <summary>Both, where every token of a source may be seen.</summary>
    /// <param name="source">[sourceTokens, modelDim].</param>
    /// <param name="sources">Which of the source's rows belong together.</param>
    /// <param name="target">[targetTokens, modelDim].</param>
    /// <param name="targets">Which of the target's rows belong together.</param>
    /// <returns>[targetTokens, modelDim].</returns>
    public Tensor Forward(Tensor source, Sequences sources, Tensor target, Sequences targets) =>
        Decode(target, targets, new AttentionContext(Encode(source, sources), sources));
}

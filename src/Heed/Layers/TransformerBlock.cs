using Heed.Attention;
using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// One block of a transformer: self-attention, then cross-attention where it has one, then the feed-forward layer, each with a
/// <see cref="Residual"/> around it. One block, three wirings (Vaswani et al. 2017, figure 1): with no causal mask it is an encoder's;
/// with one, the block of a decoder that stands alone; with one and cross-attention, the decoder's of an encoder-decoder.
/// </summary>
public sealed class TransformerBlock
{
    private readonly MultiHeadAttention selfAttention;
    private readonly MultiHeadAttention? crossAttention;
    private readonly IFeedForward feedForward;
    private readonly Residual aroundSelf;
    private readonly Residual? aroundCross;
    private readonly Residual aroundFeedForward;

    /// <param name="selfAttention">Self-attention.</param>
    /// <param name="selfNorm">The norm of its residual branch.</param>
    /// <param name="feedForward">The feed-forward layer.</param>
    /// <param name="feedForwardNorm">The norm of its residual branch.</param>
    /// <param name="placement">Where to normalise.</param>
    /// <param name="dropoutRate">Dropout of each sub-layer's result before the residual sum.</param>
    /// <param name="crossAttention">Attention to a context, if there is one.</param>
    /// <param name="crossNorm">The norm of its residual branch.</param>
    /// <exception cref="ArgumentException">Cross-attention comes without its norm, or the norm without it.</exception>
    public TransformerBlock(
        MultiHeadAttention selfAttention,
        LayerNorm selfNorm,
        IFeedForward feedForward,
        LayerNorm feedForwardNorm,
        NormPlacement placement,
        float dropoutRate = 0,
        MultiHeadAttention? crossAttention = null,
        LayerNorm? crossNorm = null)
    {
        if (crossAttention is null != crossNorm is null)
        {
            throw new ArgumentException("A block has cross-attention and its norm, or neither of them.", nameof(crossNorm));
        }

        (this.selfAttention, this.crossAttention, this.feedForward) = (selfAttention, crossAttention, feedForward);
        aroundSelf = new Residual(selfNorm, placement, dropoutRate);
        aroundCross = crossNorm is null ? null : new Residual(crossNorm, placement, dropoutRate);
        aroundFeedForward = new Residual(feedForwardNorm, placement, dropoutRate);
    }

    /// <summary>An encoder's block whose residual branches are made outside, as with LayerScale or stochastic depth.</summary>
    /// <param name="selfAttention">Self-attention.</param>
    /// <param name="aroundSelf">What stands around it.</param>
    /// <param name="feedForward">The feed-forward layer.</param>
    /// <param name="aroundFeedForward">What stands around it.</param>
    public TransformerBlock(MultiHeadAttention selfAttention, Residual aroundSelf, IFeedForward feedForward, Residual aroundFeedForward)
    {
        (this.selfAttention, this.feedForward) = (selfAttention, feedForward);
        (this.aroundSelf, this.aroundFeedForward) = (aroundSelf, aroundFeedForward);
    }

    /// <summary>
    /// A new block, its parameters called as those of torch.nn.TransformerEncoderLayer or, with cross-attention, of
    /// torch.nn.TransformerDecoderLayer: self_attn, multihead_attn, linear1, linear2, norm1, norm2, norm3.
    /// </summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="options">The block's numbers.</param>
    /// <param name="hasCrossAttention">Whether it attends to a context as well.</param>
    public static TransformerBlock Create(ParameterScope scope, TransformerOptions options, bool hasCrossAttention = false)
    {
        var (dim, hidden, hasBias, std) = (options.ModelDim, options.HiddenDim, options.HasBias, options.InitialDeviation);
        return new TransformerBlock(
            Attention("self_attn", options.NumKeyValueHeads, options.Scores),
            Norm("norm1"),
            new FeedForward(new Linear(scope["linear1"], dim, hidden, hasBias, std), options.Activation, new Linear(scope["linear2"], hidden, dim, hasBias, std)),
            Norm(hasCrossAttention ? "norm3" : "norm2"),
            options.NormPlacement,
            options.DropoutRate,
            hasCrossAttention ? Attention("multihead_attn") : null,
            hasCrossAttention ? Norm("norm2") : null);

        MultiHeadAttention Attention(string name, int? numKeyValueHeads = null, AttentionScores? scores = null) => MultiHeadAttention.Create(
            scope[name], dim, options.NumHeads, dropoutRate: options.AttentionDropoutRate, hasBias: hasBias, standardDeviation: std,
            numKeyValueHeads: numKeyValueHeads, scores: scores);

        LayerNorm Norm(string name) => new(scope[name], dim, options.NormEpsilon, hasBias);
    }

    /// <param name="x">[tokens, modelDim].</param>
    /// <param name="sequences">Which rows belong together.</param>
    /// <param name="mask">Who may attend to whom within x.</param>
    /// <param name="recorder">Takes the weights of self-attention and then those of cross-attention, if given.</param>
    /// <param name="context">What cross-attention reads.</param>
    /// <param name="turn">Turns the queries and the keys of self-attention by their positions, if given.</param>
    /// <returns>[tokens, modelDim].</returns>
    /// <exception cref="ArgumentException">The block has cross-attention and no context is given, or the other way round.</exception>
    public Tensor Forward(
        Tensor x, Sequences sequences, AttentionMask? mask = null, AttentionRecorder? recorder = null, AttentionContext? context = null,
        Func<Tensor, Tensor>? turn = null)
    {
        if (context is null != crossAttention is null)
        {
            throw new ArgumentException(
                context is null ? "A block with cross-attention needs a context to attend to." : "A block without cross-attention takes no context.", nameof(context));
        }

        x = aroundSelf.Around(x, rows => selfAttention.Forward(rows, sequences, mask, recorder, turn: turn), sequences);
        if (context is not null)
        {
            x = aroundCross!.Around(x, rows => crossAttention!.Forward(rows, sequences, context.Rows, context.Sequences, context.Mask, recorder), sequences);
        }

        return aroundFeedForward.Around(x, feedForward.Forward, sequences);
    }
}

using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>Pre-norm blocks over the tokens of images, then a last norm: what all families of Vision Transformers share.</summary>
internal sealed class VisionEncoder
{
    private readonly TransformerBlock[] blocks;
    private readonly LayerNorm finalNorm;
    private readonly bool recordsNormalised;

    /// <param name="blocks">The blocks, in order.</param>
    /// <param name="finalNorm">The last norm.</param>
    /// <param name="recordsNormalised">Whether the last hidden state that a recorder gets is the normalised one.</param>
    public VisionEncoder(IEnumerable<TransformerBlock> blocks, LayerNorm finalNorm, bool recordsNormalised)
    {
        this.blocks = [.. blocks];
        (this.finalNorm, this.recordsNormalised) = (finalNorm, recordsNormalised);
    }

    /// <param name="x">[batch * seqLen, modelDim].</param>
    /// <param name="batch">Number of images.</param>
    /// <param name="mark">The tape before <paramref name="x"/> was made: in prediction, the memory of what came before is given back.</param>
    /// <param name="recorder">Takes attention weights and hidden states, if given.</param>
    /// <param name="turn">Turns queries and keys by their positions, if given.</param>
    /// <returns>[batch * seqLen, modelDim], normalised.</returns>
    public Tensor Forward(Tensor x, int batch, int mark, AttentionRecorder? recorder, Func<Tensor, Tensor>? turn = null)
    {
        var sequences = TokensOf(x, batch);
        foreach (var block in blocks)
        {
            recorder?.AddHiddenState(x.Data);
            x = block.Forward(x, sequences, recorder: recorder, turn: turn);
            Tape.EndAllBut(x, mark);
        }

        var normalised = finalNorm.Forward(x);
        recorder?.AddHiddenState((recordsNormalised ? normalised : x).Data);
        return recorder?.Watch(normalised) ?? normalised;
    }

    /// <summary>The rate of block <paramref name="index"/>: from 0 in the first evenly to <paramref name="last"/> in the last (Huang et al. 2016).</summary>
    public static float StochasticDepthOf(int index, int numLayers, float last) => numLayers > 1 ? last * index / (numLayers - 1) : 0;

    /// <summary>The tokens of each image.</summary>
    public static Sequences TokensOf(Tensor hidden, int batch) => Sequences.Uniform(batch, batch == 0 ? 0 : hidden.Rows / batch);

    /// <summary>Token <paramref name="index"/> of each image.</summary>
    /// <param name="hidden">[batch * seqLen, modelDim].</param>
    /// <param name="batch">Number of images.</param>
    /// <param name="index">Its place within an image.</param>
    /// <returns>[batch, modelDim].</returns>
    public static Tensor TokenOf(Tensor hidden, int batch, int index) =>
        Op.SelectRows(hidden, [.. Enumerable.Range(0, batch).Select(i => (i * (hidden.Rows / batch)) + index)]);

    /// <summary>The mean of the patches of each image, without the tokens before them.</summary>
    /// <param name="hidden">[batch * seqLen, modelDim].</param>
    /// <param name="batch">Number of images.</param>
    /// <param name="numPrefixTokens">Tokens of an image before its patches.</param>
    /// <returns>[batch, modelDim].</returns>
    public static Tensor MeanOfPatches(Tensor hidden, int batch, int numPrefixTokens)
    {
        if (batch == 0 || numPrefixTokens == 0)
        {
            return Op.SegmentMean(hidden, TokensOf(hidden, batch));
        }

        var images = hidden.Reshape(batch, hidden.Rows / batch, hidden.Columns);
        var patches = Op.Slice(images, 1, numPrefixTokens, images.Shape[1]);
        return Op.SegmentMean(patches.Reshape(patches.Rows, patches.Columns), Sequences.Uniform(batch, patches.Shape[1]));
    }
}

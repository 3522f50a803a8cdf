using Heed.Attention;
using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// Multi-head attention (Vaswani et al. 2017, section 3.2.2): head_i = softmax(Q W_i^Q (K W_i^K)^T / sqrt(headDim)) V W_i^V,
/// output = [head_1, ..., head_h] W^O. Queries may come from one sequence and keys and values from another (cross-attention),
/// the rows of each of a width of their own.
/// </summary>
public sealed class MultiHeadAttention
{
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear output;
    private readonly int numHeads;
    private readonly float dropoutRate;

    /// <param name="query">modelDim to numHeads * headDim.</param>
    /// <param name="key">keyWidth to numHeads * headDim.</param>
    /// <param name="value">valueWidth to numHeads * valueDim.</param>
    /// <param name="output">numHeads * valueDim to modelDim.</param>
    /// <param name="numHeads">Number of heads.</param>
    /// <param name="dropoutRate">Share of the attention weights dropped in training.</param>
    public MultiHeadAttention(Linear query, Linear key, Linear value, Linear output, int numHeads, float dropoutRate = 0)
    {
        (this.query, this.key, this.value, this.output) = (query, key, value, output);
        (this.numHeads, this.dropoutRate) = (numHeads, dropoutRate);
    }

    /// <summary>Projections called q_proj, k_proj, v_proj and out_proj below <paramref name="scope"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="modelDim">Width of the queries and of the result.</param>
    /// <param name="numHeads">Number of heads; modelDim is a multiple of it.</param>
    /// <param name="keyWidth">Width of the rows that keys are made from; modelDim if null.</param>
    /// <param name="valueWidth">Width of the rows that values are made from; modelDim if null.</param>
    /// <param name="dropoutRate">Share of the attention weights dropped in training.</param>
    /// <param name="hasBias">Whether the projections have one.</param>
    /// <param name="standardDeviation">Of the initial weights.</param>
    public static MultiHeadAttention Create(
        ParameterScope scope, int modelDim, int numHeads, int? keyWidth = null, int? valueWidth = null, float dropoutRate = 0, bool hasBias = true,
        float standardDeviation = 0.02f) => new(
        new Linear(scope["q_proj"], modelDim, modelDim, hasBias, standardDeviation),
        new Linear(scope["k_proj"], keyWidth ?? modelDim, modelDim, hasBias, standardDeviation),
        new Linear(scope["v_proj"], valueWidth ?? modelDim, modelDim, hasBias, standardDeviation),
        new Linear(scope["out_proj"], modelDim, modelDim, hasBias, standardDeviation),
        numHeads,
        dropoutRate);

    /// <summary>Self-attention.</summary>
    /// <param name="x">[tokens, modelDim].</param>
    /// <param name="sequences">Which rows belong together.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Forward(Tensor x, Sequences sequences, AttentionMask? mask = null, AttentionRecorder? recorder = null) =>
        Forward(x, sequences, x, sequences, mask, recorder);

    /// <summary>Cross-attention: the rows of <paramref name="x"/> attend to the rows of <paramref name="context"/>.</summary>
    /// <param name="x">[queryTokens, modelDim].</param>
    /// <param name="queries">Which rows of x belong together.</param>
    /// <param name="context">[keyTokens, keyWidth], where keyWidth = valueWidth.</param>
    /// <param name="keys">Which rows of the context belong to each sequence of x.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <returns>[queryTokens, modelDim].</returns>
    public Tensor Forward(Tensor x, Sequences queries, Tensor context, Sequences keys, AttentionMask? mask = null, AttentionRecorder? recorder = null) =>
        Forward(x, queries, context, context, keys, mask, recorder);

    /// <summary>Cross-attention with keys and values made from rows of their own.</summary>
    /// <param name="x">[queryTokens, modelDim].</param>
    /// <param name="queries">Which rows of x belong together.</param>
    /// <param name="keyRows">[keyTokens, keyWidth].</param>
    /// <param name="valueRows">[keyTokens, valueWidth].</param>
    /// <param name="keys">Which rows of keys and values belong to each sequence of x.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <returns>[queryTokens, modelDim].</returns>
    public Tensor Forward(
        Tensor x, Sequences queries, Tensor keyRows, Tensor valueRows, Sequences keys, AttentionMask? mask = null, AttentionRecorder? recorder = null)
    {
        var heads = new AttentionHeads
        {
            NumHeads = numHeads,
            Queries = queries,
            Keys = keys,
            Mask = mask ?? AttentionMask.None,
            DropoutRate = dropoutRate,
        };
        var q = query.Forward(x);         // [queryTokens, numHeads * headDim]
        var k = key.Forward(keyRows);     // [keyTokens, numHeads * headDim]
        var v = value.Forward(valueRows); // [keyTokens, numHeads * valueDim]
        return output.Forward(FusedAttention.Apply(q, k, v, heads, recorder));
    }
}

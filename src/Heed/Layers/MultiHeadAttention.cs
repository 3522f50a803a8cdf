using Heed.Attention;
using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// Multi-head attention (Vaswani et al. 2017, section 3.2.2): head_i = softmax(Q W_i^Q (K W_i^K)^T / sqrt(headDim)) V W_i^V,
/// output = [head_1, ..., head_h] W^O. Queries may come from one sequence and keys and values from another (cross-attention),
/// the rows of each of a width of their own. With fewer heads of keys and values than of queries it is grouped-query attention
/// (Ainslie et al. 2023), with one multi-query attention (Shazeer 2019).
/// </summary>
public sealed class MultiHeadAttention
{
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear output;
    private readonly int numHeads;
    private readonly int numKeyValueHeads;
    private readonly float dropoutRate;
    private readonly AttentionScores scores;
    private readonly ExtraKeys? extraKeys;

    /// <param name="query">modelDim to numHeads * headDim.</param>
    /// <param name="key">keyWidth to numKeyValueHeads * headDim.</param>
    /// <param name="value">valueWidth to numKeyValueHeads * valueDim.</param>
    /// <param name="output">numHeads * valueDim to modelDim.</param>
    /// <param name="numHeads">Number of heads.</param>
    /// <param name="dropoutRate">Share of the attention weights dropped in training.</param>
    /// <param name="numKeyValueHeads">Number of key/value heads, which divides numHeads; null for as many.</param>
    /// <param name="scores">What the score of a query and a key is where a forward pass is given nothing else; null for q . k / sqrt(headDim).</param>
    public MultiHeadAttention(
        Linear query, Linear key, Linear value, Linear output, int numHeads, float dropoutRate = 0, int? numKeyValueHeads = null,
        AttentionScores? scores = null)
        : this(query, key, value, output, numHeads, dropoutRate, numKeyValueHeads, scores, extraKeys: null)
    {
    }

    private MultiHeadAttention(
        Linear query, Linear key, Linear value, Linear output, int numHeads, float dropoutRate, int? numKeyValueHeads, AttentionScores? scores,
        ExtraKeys? extraKeys)
    {
        (this.query, this.key, this.value, this.output) = (query, key, value, output);
        (this.numHeads, this.numKeyValueHeads, this.dropoutRate) = (numHeads, numKeyValueHeads ?? numHeads, dropoutRate);
        (this.scores, this.extraKeys) = (scores ?? AttentionScores.Scaled, extraKeys);
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
    /// <param name="numKeyValueHeads">Number of key/value heads, which divides numHeads; null for as many.</param>
    /// <param name="scores">What the score of a query and a key is where a forward pass is given nothing else; null for q . k / sqrt(headDim).</param>
    /// <param name="addsLearnedKey">Whether every sequence gets one more key and value, learned and called bias_k and bias_v (torch.nn's add_bias_kv).</param>
    /// <param name="addsZeroKey">Whether every sequence gets one more key and value of zeros (torch.nn's add_zero_attn).</param>
    /// <exception cref="ArgumentException">The heads do not divide.</exception>
    public static MultiHeadAttention Create(
        ParameterScope scope, int modelDim, int numHeads, int? keyWidth = null, int? valueWidth = null, float dropoutRate = 0, bool hasBias = true,
        float standardDeviation = 0.02f, int? numKeyValueHeads = null, AttentionScores? scores = null, bool addsLearnedKey = false, bool addsZeroKey = false)
    {
        var groups = numKeyValueHeads ?? numHeads;
        if (numHeads < 1 || modelDim % numHeads != 0 || groups < 1 || numHeads % groups != 0)
        {
            throw new ArgumentException($"A width of {modelDim} does not split into {numHeads} query heads over {groups} key/value heads.", nameof(numHeads));
        }

        var keyValueDim = modelDim / numHeads * groups;
        return new MultiHeadAttention(
            new Linear(scope["q_proj"], modelDim, modelDim, hasBias, standardDeviation),
            new Linear(scope["k_proj"], keyWidth ?? modelDim, keyValueDim, hasBias, standardDeviation),
            new Linear(scope["v_proj"], valueWidth ?? modelDim, keyValueDim, hasBias, standardDeviation),
            new Linear(scope["out_proj"], modelDim, modelDim, hasBias, standardDeviation),
            numHeads,
            dropoutRate,
            groups,
            scores,
            ExtraKeys.Create(scope, keyValueDim, keyValueDim, addsLearnedKey, addsZeroKey, standardDeviation));
    }

    /// <summary>Self-attention.</summary>
    /// <param name="x">[tokens, modelDim].</param>
    /// <param name="sequences">Which rows belong together.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <param name="scores">What the score of a query and a key is, in place of what the layer was made with.</param>
    /// <param name="turn">What is done to the projected queries and keys, [tokens, heads * headDim], before they meet, as rotary positions do.</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Forward(
        Tensor x, Sequences sequences, AttentionMask? mask = null, AttentionRecorder? recorder = null, AttentionScores? scores = null,
        Func<Tensor, Tensor>? turn = null) =>
        Forward(x, sequences, x, x, sequences, mask, recorder, scores, turn);

    /// <summary>Cross-attention: the rows of <paramref name="x"/> attend to the rows of <paramref name="context"/>.</summary>
    /// <param name="x">[queryTokens, modelDim].</param>
    /// <param name="queries">Which rows of x belong together.</param>
    /// <param name="context">[keyTokens, keyWidth], where keyWidth = valueWidth.</param>
    /// <param name="keys">Which rows of the context belong to each sequence of x.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <param name="scores">What the score of a query and a key is, in place of what the layer was made with.</param>
    /// <returns>[queryTokens, modelDim].</returns>
    public Tensor Forward(
        Tensor x, Sequences queries, Tensor context, Sequences keys, AttentionMask? mask = null, AttentionRecorder? recorder = null,
        AttentionScores? scores = null) =>
        Forward(x, queries, context, context, keys, mask, recorder, scores);

    /// <summary>Cross-attention with keys and values made from rows of their own.</summary>
    /// <param name="x">[queryTokens, modelDim].</param>
    /// <param name="queries">Which rows of x belong together.</param>
    /// <param name="keyRows">[keyTokens, keyWidth].</param>
    /// <param name="valueRows">[keyTokens, valueWidth].</param>
    /// <param name="keys">Which rows of keys and values belong to each sequence of x.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <param name="scores">What the score of a query and a key is, in place of what the layer was made with.</param>
    /// <param name="turn">What is done to the projected queries and keys before they meet.</param>
    /// <returns>[queryTokens, modelDim].</returns>
    public Tensor Forward(
        Tensor x, Sequences queries, Tensor keyRows, Tensor valueRows, Sequences keys, AttentionMask? mask = null, AttentionRecorder? recorder = null,
        AttentionScores? scores = null, Func<Tensor, Tensor>? turn = null)
    {
        var heads = new AttentionHeads
        {
            NumHeads = numHeads,
            NumKeyValueHeads = numKeyValueHeads,
            Queries = queries,
            Keys = keys,
            Mask = mask ?? AttentionMask.None,
            Scores = scores ?? this.scores,
            DropoutRate = dropoutRate,
        };
        var q = query.Forward(x);         // [queryTokens, numHeads * headDim]
        var k = key.Forward(keyRows);     // [keyTokens, numKeyValueHeads * headDim]
        var v = value.Forward(valueRows); // [keyTokens, numKeyValueHeads * valueDim]
        if (turn is not null)
        {
            (q, k) = (turn(q), turn(k));
        }

        if (extraKeys is not null)
        {
            (k, v, heads) = extraKeys.Append(k, v, heads);
        }

        return output.Forward(FusedAttention.Apply(q, k, v, heads, recorder));
    }
}

using Heed.Attention;
using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// Multi-head latent attention (DeepSeek-V2, 2024, section 2.1): keys and values of all heads are made of one narrow latent row a
/// token, c = norm(W_DKV x), k_h = [W_UK,h c; R(W_KR x)], v_h = W_UV,h c, with queries q_h = [W_UQ,h x; R(W_QR,h x)], R turning by the
/// position, and output = W_O [softmax(q_h . k_h / sqrt(headDim + rotaryDim)) v_h]_h. A cache keeps c and the one rotary key, which
/// all heads share: <see cref="LatentAttentionOptions.CachedNumbers"/> a token.
/// </summary>
/// <remarks>
/// The rotary part is a key of its own because a turn between W_UK and c would depend on the position, and then W_UK could not be
/// moved over to the query, as <see cref="Attend"/> does it. Parameters are called as in Hugging Face's DeepseekV2Attention; the rotary
/// part is in halves.
/// </remarks>
public sealed class MultiHeadLatentAttention
{
    private readonly LatentAttentionOptions options;
    private readonly Linear? queryDown;
    private readonly RmsNorm? queryNorm;
    private readonly Linear queryUp;
    private readonly Linear down;
    private readonly RmsNorm norm;
    private readonly Tensor up;
    private readonly Linear output;

    /// <param name="scope">Where the parameters are: q_proj, or q_a_proj, q_a_layernorm and q_b_proj; kv_a_proj_with_mqa, kv_a_layernorm, kv_b_proj, o_proj.</param>
    /// <param name="options">The layer's numbers.</param>
    public MultiHeadLatentAttention(ParameterScope scope, LatentAttentionOptions options)
    {
        this.options = options;
        var (modelDim, queryDim, std) = (options.ModelDim, options.NumHeads * (options.HeadDim + options.RotaryDim), options.InitialDeviation);
        if (options.QueryLatentDim is { } queryLatentDim)
        {
            queryDown = Projection("q_a_proj", modelDim, queryLatentDim);
            queryNorm = new RmsNorm(scope["q_a_layernorm"], queryLatentDim, options.NormEpsilon);
        }

        queryUp = Projection(options.QueryLatentDim is null ? "q_proj" : "q_b_proj", options.QueryLatentDim ?? modelDim, queryDim);
        down = Projection("kv_a_proj_with_mqa", modelDim, options.CachedNumbers);
        norm = new RmsNorm(scope["kv_a_layernorm"], options.LatentDim, options.NormEpsilon);
        // [numHeads * (headDim + valueDim), latentDim]: of each head W_UK, then W_UV.
        up = scope["kv_b_proj"].Parameter(
            "weight", Initializer.Normal(std), options.NumHeads * (options.HeadDim + options.ValueDim), options.LatentDim);
        output = Projection("o_proj", options.NumHeads * options.ValueDim, modelDim);

        Linear Projection(string name, int from, int to) => new(scope[name], from, to, hasBias: false, std);
    }

    /// <summary>Self-attention as the equation has it: keys and values of every head are made.</summary>
    /// <param name="x">[tokens, modelDim].</param>
    /// <param name="positions">[tokens].</param>
    /// <param name="sequences">Which rows belong together.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Forward(Tensor x, int[] positions, Sequences sequences, AttentionMask? mask = null, AttentionRecorder? recorder = null)
    {
        var (tokens, numHeads, headDim) = (x.Rows, options.NumHeads, options.HeadDim);
        var (content, rotary) = Queries(x, positions);
        var (latent, rotaryKey) = Parts(Compress(x, positions));
        var unfolded = Op.Linear(latent, up).Reshape(tokens, numHeads, headDim + options.ValueDim); // [tokens, numHeads, headDim + valueDim]
        var keys = Op.Concatenate(-1,
            Op.Slice(unfolded, -1, 0, headDim),
            Op.Broadcast(rotaryKey.Reshape(tokens, 1, options.RotaryDim), tokens, numHeads, options.RotaryDim)); // [tokens, numHeads, headDim + rotaryDim]
        var values = Op.Slice(unfolded, -1, headDim, headDim + options.ValueDim);                                // [tokens, numHeads, valueDim]
        var heads = new AttentionHeads { NumHeads = numHeads, Queries = sequences, Mask = mask ?? AttentionMask.None };
        return output.Forward(FusedAttention.Apply(Rows(Op.Concatenate(-1, content, rotary)), Rows(keys), Rows(values), heads, recorder));
    }

    /// <summary>What a cache keeps of each token: [c; R(W_KR x)].</summary>
    /// <param name="x">[tokens, modelDim].</param>
    /// <param name="positions">[tokens].</param>
    /// <returns>[tokens, latentDim + rotaryDim].</returns>
    public Tensor Compress(Tensor x, int[] positions)
    {
        var (latent, rotaryKey) = Parts(down.Forward(x));
        return Op.Concatenate(-1, norm.Forward(latent), Op.Rotary(rotaryKey, positions, 1, options.RotaryDim, options.Theta));
    }

    /// <summary>
    /// The same attention over what a cache has kept, without making a key or a value: q . (W_UK c) = (W_UK^T q) . c, and
    /// sum_j w_j (W_UV c_j) = W_UV (sum_j w_j c_j). It is multi-query attention to rows of latentDim + rotaryDim.
    /// </summary>
    /// <param name="x">[queryTokens, modelDim]: the new tokens.</param>
    /// <param name="positions">[queryTokens].</param>
    /// <param name="queries">Which rows of x belong together.</param>
    /// <param name="compressed">[keyTokens, latentDim + rotaryDim]: <see cref="Compress"/> of all tokens so far, the new ones last.</param>
    /// <param name="keys">Which of these rows belong to each sequence of x.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <param name="recorder">Takes the weights of every head, if given.</param>
    /// <returns>[queryTokens, modelDim].</returns>
    public Tensor Attend(
        Tensor x, int[] positions, Sequences queries, Tensor compressed, Sequences keys, AttentionMask? mask = null, AttentionRecorder? recorder = null)
    {
        var (numHeads, headDim) = (options.NumHeads, options.HeadDim);
        var (content, rotary) = Queries(x, positions);
        var matrices = up.Reshape(numHeads, headDim + options.ValueDim, options.LatentDim);
        var (keyUp, valueUp) = (Op.Slice(matrices, 1, 0, headDim), Op.Slice(matrices, 1, headDim, headDim + options.ValueDim));
        // [numHeads, tokens, headDim] x [numHeads, headDim, latentDim] -> [numHeads, tokens, latentDim]
        var absorbed = Op.Transpose(Op.MatMul(Op.Transpose(content, 0, 1), keyUp), 0, 1);
        var heads = new AttentionHeads
        {
            NumHeads = numHeads,
            NumKeyValueHeads = 1,
            Queries = queries,
            Keys = keys,
            Mask = mask ?? AttentionMask.None,
            Scores = new AttentionScores { Scale = 1 / MathF.Sqrt(headDim + options.RotaryDim) },
        };
        var found = FusedAttention.Apply(Rows(Op.Concatenate(-1, absorbed, rotary)), compressed, Parts(compressed).Latent, heads, recorder);
        var latents = Op.Transpose(found.Reshape(x.Rows, numHeads, options.LatentDim), 0, 1); // [numHeads, tokens, latentDim]
        // [numHeads, tokens, latentDim] x [numHeads, latentDim, valueDim] -> [numHeads, tokens, valueDim]
        return output.Forward(Rows(Op.Transpose(Op.MatMul(latents, valueUp, transposeB: true), 0, 1)));
    }

    /// <returns>[tokens, numHeads, headDim] and [tokens, numHeads, rotaryDim].</returns>
    private (Tensor Content, Tensor Rotary) Queries(Tensor x, int[] positions)
    {
        var (numHeads, rotaryDim, width) = (options.NumHeads, options.RotaryDim, options.HeadDim + options.RotaryDim);
        var source = queryDown is null ? x : queryNorm!.Forward(queryDown.Forward(x));
        var q = queryUp.Forward(source).Reshape(x.Rows, numHeads, width); // [tokens, numHeads, headDim + rotaryDim]
        var turned = Op.Rotary(Rows(Op.Slice(q, -1, options.HeadDim, width)), positions, numHeads, rotaryDim, options.Theta);
        return (Op.Slice(q, -1, 0, options.HeadDim), turned.Reshape(x.Rows, numHeads, rotaryDim));
    }

    /// <summary>[tokens, latentDim + rotaryDim] -> [tokens, latentDim] and [tokens, rotaryDim].</summary>
    private (Tensor Latent, Tensor RotaryKey) Parts(Tensor compressed) =>
        (Op.Slice(compressed, -1, 0, options.LatentDim), Op.Slice(compressed, -1, options.LatentDim, options.CachedNumbers));

    /// <summary>[tokens, numHeads, dim] -> [tokens, numHeads * dim].</summary>
    private static Tensor Rows(Tensor x) => x.Reshape(x.Shape[0], x.Shape[1] * x.Shape[2]);
}

namespace Heed.Attention;

/// <summary>
/// Collects what a model attends to: give it to a forward pass, and every attention layer leaves the weights of all its heads,
/// and every block its hidden state. Without one, neither is ever made.
/// </summary>
public sealed class AttentionRecorder
{
    private readonly List<AttentionWeights> layers = [];
    private readonly List<float[]> hiddenStates = [];

    /// <summary>The weights of each layer, in order.</summary>
    public IReadOnlyList<AttentionWeights> Layers => layers;

    /// <summary>The embeddings' output, then each block's, each [tokens, modelDim].</summary>
    public IReadOnlyList<float[]> HiddenStates => hiddenStates;

    internal void Add(AttentionWeights weights) => layers.Add(weights);

    internal void AddHiddenState(ReadOnlySpan<float> state) => hiddenStates.Add(state.ToArray());
}

/// <summary>The attention weights of one layer for every sequence of a batch.</summary>
/// <param name="NumHeads">Number of heads.</param>
/// <param name="Sequences">For each sequence [numHeads, queryLen, keyLen]; the visible rows sum to 1.</param>
public sealed record AttentionWeights(int NumHeads, IReadOnlyList<float[]> Sequences);

using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Classification;

/// <summary>What a classifier read, said and attended to for one text.</summary>
/// <param name="Text">The text as given.</param>
/// <param name="Encoded">Its tokens and where they stand in the text.</param>
/// <param name="Prediction">What the model says of it.</param>
/// <param name="NumLayers">Number of attention layers.</param>
/// <param name="NumHeads">Heads in each.</param>
/// <param name="Weights">For each layer [numHeads, tokens, tokens], queries before keys; rows sum to 1.</param>
/// <param name="PoolsAllTokens">Whether the answer is read off the mean of all tokens; otherwise off the first.</param>
public sealed record TextExplanation(
    string Text,
    EncodedText Encoded,
    Prediction Prediction,
    int NumLayers,
    int NumHeads,
    IReadOnlyList<float[]> Weights,
    bool PoolsAllTokens);

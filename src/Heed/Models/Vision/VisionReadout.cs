namespace Heed.Models;

/// <summary>How much of what is classified each token of each image is, summing to 1 for each image: <see cref="Attention.AttentionRecorder.Readout"/>.</summary>
internal static class VisionReadout
{
    /// <summary>The mean of the first <paramref name="count"/> tokens: of a class token, or of that and a distillation token.</summary>
    /// <param name="tokens">Tokens of all images.</param>
    /// <param name="batch">Number of images.</param>
    /// <param name="count">How many tokens are read.</param>
    /// <returns>[tokens].</returns>
    public static float[] OfTokens(int tokens, int batch, int count) => Of(tokens, batch, weights => weights[..count].Fill(1f / count));

    /// <summary>The mean of the patches.</summary>
    /// <param name="tokens">Tokens of all images.</param>
    /// <param name="batch">Number of images.</param>
    /// <param name="numPrefixTokens">Tokens of an image before its patches.</param>
    /// <returns>[tokens].</returns>
    public static float[] OfPatches(int tokens, int batch, int numPrefixTokens) =>
        Of(tokens, batch, weights => weights[numPrefixTokens..].Fill(1f / (weights.Length - numPrefixTokens)));

    /// <summary>A weighted mean of the patches.</summary>
    /// <param name="tokens">Tokens of all images.</param>
    /// <param name="batch">Number of images.</param>
    /// <param name="numPrefixTokens">Tokens of an image before its patches.</param>
    /// <param name="weights">[batch, numPatches].</param>
    /// <returns>[tokens].</returns>
    public static float[] OfPatches(int tokens, int batch, int numPrefixTokens, ReadOnlySpan<float> weights)
    {
        var all = new float[tokens];
        var (seqLen, numPatches) = (tokens / batch, (tokens / batch) - numPrefixTokens);
        for (var i = 0; i < batch; i++)
        {
            weights.Slice(i * numPatches, numPatches).CopyTo(all.AsSpan((i * seqLen) + numPrefixTokens));
        }

        return all;
    }

    /// <summary>The class token beside the mean of the patches: half each.</summary>
    /// <param name="tokens">Tokens of all images.</param>
    /// <param name="batch">Number of images.</param>
    /// <param name="numPrefixTokens">Tokens of an image before its patches.</param>
    /// <returns>[tokens].</returns>
    public static float[] OfTokenAndPatches(int tokens, int batch, int numPrefixTokens) => Of(tokens, batch, weights =>
    {
        weights[0] = 0.5f;
        weights[numPrefixTokens..].Fill(0.5f / (weights.Length - numPrefixTokens));
    });

    private static float[] Of(int tokens, int batch, SetImage set)
    {
        var weights = new float[tokens];
        for (var i = 0; i < batch; i++)
        {
            set(weights.AsSpan(i * (tokens / batch), tokens / batch));
        }

        return weights;
    }

    private delegate void SetImage(Span<float> weights);
}

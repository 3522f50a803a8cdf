using Heed.Attention.Relevance;

namespace Heed.Pipelines.ImageClassification;

/// <summary>From relevance of tokens to relevance of patches.</summary>
internal static class PatchRelevance
{
    /// <summary>All methods that say something of this trace, in the order of the enumeration.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="numPatches">They are the last tokens.</param>
    public static IReadOnlyList<ExplanationMethod> MethodsFor(AttentionTrace trace, int numPatches)
    {
        // A class token reads no patch in the end, a mean reads all alike.
        var patches = trace.Readout[^numPatches..];
        var weighs = patches.ContainsAnyExcept(patches[0]);
        return [.. Enum.GetValues<ExplanationMethod>().Where(method => method != ExplanationMethod.Pooling || weighs)];
    }

    /// <returns>[numPatches], not negative, summing to 1 or all 0.</returns>
    public static float[] Of(ExplanationMethod method, AttentionTrace trace, int numPatches)
    {
        var patches = OfTokens(method, trace)[^numPatches..];
        var sum = patches.Sum();
        return sum > 0 ? [.. patches.Select(value => value / sum)] : patches;
    }

    private static float[] OfTokens(ExplanationMethod method, AttentionTrace trace) => method switch
    {
        ExplanationMethod.Attention when trace.NumLayers > 0 => ReadoutAttention.OfLayer(trace, trace.NumLayers - 1),
        ExplanationMethod.Rollout => AttentionRollout.Of(trace),
        ExplanationMethod.GradientRollout => GradientRollout.Of(trace),
        ExplanationMethod.Relevance => ClassRelevance.Of(trace),
        _ => trace.Readout.ToArray(),
    };
}

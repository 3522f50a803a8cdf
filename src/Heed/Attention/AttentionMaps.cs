using Heed.Kernels;

namespace Heed.Attention;

/// <summary>Writes out the map of each head that a recording asks for, and its gradient.</summary>
internal static class AttentionMaps
{
    /// <summary>A, from queries, keys and what the forward left.</summary>
    public static AttentionWeights Weights(AttentionCall call, ReadOnlySpan<float> statistics, AttentionRecording recording)
    {
        var shape = call.Shape();
        var heads = HeadsOf(recording, shape);
        var sequences = new float[shape.Sequences][];
        for (var s = 0; s < sequences.Length; s++)
        {
            var (first, count) = recording.RowsOf(shape.QueryOffsets[s + 1] - shape.QueryOffsets[s]);
            sequences[s] = new float[checked(heads.Length * count * (shape.KeyOffsets[s + 1] - shape.KeyOffsets[s]))];
            AttentionKernel.Weights(shape, call.Query.Data, call.Key.Data, statistics, s, heads, first, count, sequences[s]);
        }

        return new AttentionWeights(heads, sequences);
    }

    /// <summary>dA = dO V^T of each head, since O = A V.</summary>
    /// <param name="call">Whose values they are.</param>
    /// <param name="outputGradient">dO, [queryTokens, numHeads * valueDim].</param>
    /// <param name="recording">Of which heads and rows.</param>
    public static AttentionWeights Gradient(AttentionCall call, ReadOnlySpan<float> outputGradient, AttentionRecording recording)
    {
        var shape = call.Shape();
        var heads = HeadsOf(recording, shape);
        var (valueDim, group) = (shape.ValueDim, shape.NumHeads / shape.NumKeyValueHeads);
        var values = call.Value.Data;
        var sequences = new float[shape.Sequences][];
        for (var s = 0; s < sequences.Length; s++)
        {
            var (first, count) = recording.RowsOf(shape.QueryOffsets[s + 1] - shape.QueryOffsets[s]);
            var keyLen = shape.KeyOffsets[s + 1] - shape.KeyOffsets[s];
            var (queryStart, keyStart) = ((shape.QueryOffsets[s] + first) * shape.Output.Row, shape.KeyOffsets[s] * shape.Value.Row);
            sequences[s] = new float[checked(heads.Length * count * keyLen)];
            for (var h = 0; h < heads.Length && sequences[s].Length > 0; h++)
            {
                // [count, valueDim] x [valueDim, keyLen] -> [count, keyLen]
                MatMulKernel.Multiply(
                    outputGradient[(queryStart + (heads[h] * shape.Output.Head))..], shape.Output.Row, false,
                    values[(keyStart + (heads[h] / group * shape.Value.Head))..], shape.Value.Row, true,
                    sequences[s].AsSpan(h * count * keyLen, count * keyLen), keyLen, count, keyLen, valueDim);
            }
        }

        return new AttentionWeights(heads, sequences);
    }

    private static int[] HeadsOf(AttentionRecording recording, in AttentionShape shape) => [.. recording.Heads ?? Enumerable.Range(0, shape.NumHeads)];
}

namespace Heed.Benchmarks.Attention;

/// <summary>The shapes that are measured.</summary>
internal static class AttentionCases
{
    public static IReadOnlyList<AttentionCase> All() =>
    [
        Dense(1, 12, 128), Dense(1, 12, 197), Dense(1, 12, 512), Dense(8, 12, 128), Dense(8, 12, 197), Dense(8, 12, 512),
        Dense(1, 8, 4096), Dense(1, 8, 4096, 128), Dense(1, 4, 16384),
    ];

    private static AttentionCase Dense(int batch, int heads, int length, int headDim = 64) =>
        new() { Kind = "dense", Batch = batch, NumHeads = heads, QueryLen = length, HeadDim = headDim };
}

namespace Heed.Benchmarks.Attention;

/// <summary>The shapes that are measured.</summary>
internal static class AttentionCases
{
    public static IReadOnlyList<AttentionCase> All() =>
    [
        Dense(1, 12, 128),
        Dense(1, 12, 197),
        Dense(1, 12, 512),
        Dense(8, 12, 128),
        Dense(8, 12, 197),
        Dense(8, 12, 512),
        Dense(1, 8, 4096),
        Dense(1, 8, 4096, 128),
        Dense(1, 4, 16384),
        Causal(12, 256),
        Causal(12, 512),
        Causal(12, 1024),
        Causal(12, 4096),
        Causal(16, 1024, 128),
        Decode(12, 1024),
        Decode(12, 4096),
        Decode(12, 16384),
        Decode(1, 16384, 128),
        Decode(32, 4096, 128) with { Kind = "grouped decode", NumKeyValueHeads = 8 },
        Causal(32, 1024, 128) with { Kind = "grouped causal", NumKeyValueHeads = 8 },
        Dense(8, 12, 512) with { Kind = "padded", Lengths = [.. Enumerable.Range(1, 8).Select(i => 64 * i)] },
        Causal(12, 4096) with { Kind = "window 256", Window = 256 },
        Causal(12, 4096) with { Kind = "window 512", Window = 512 },
        Causal(12, 128) with { Kind = "chunked", KeyLen = 4096 },
        Dense(1, 12, 64) with { Kind = "cross", KeyLen = 1500 },
        Dense(1, 12, 512, 40),
        Dense(1, 12, 512, 80),
        Dense(1, 12, 512, 96),
        Trained(Dense(1, 12, 128)),
        Trained(Dense(8, 12, 128)),
        Trained(Dense(1, 12, 512)),
        Trained(Dense(8, 12, 512)),
        Trained(Dense(8, 12, 197)),
        Trained(Causal(12, 512)),
        Trained(Causal(12, 1024)),
        Trained(Causal(12, 4096)),
        Trained(Dense(1, 8, 4096)),
    ];

    private static AttentionCase Dense(int batch, int heads, int length, int headDim = 64) =>
        new() { Kind = "dense", Batch = batch, NumHeads = heads, QueryLen = length, HeadDim = headDim };

    private static AttentionCase Causal(int heads, int length, int headDim = 64) =>
        Dense(1, heads, length, headDim) with { Kind = "causal", IsCausal = true };

    private static AttentionCase Decode(int heads, int keys, int headDim = 64) =>
        Dense(1, heads, 1, headDim) with { Kind = "decode", KeyLen = keys };

    private static AttentionCase Trained(AttentionCase forward) => forward with { Kind = $"forward+backward {forward.Kind}", WithBackward = true };
}

using Heed.Figures.Lesson;

namespace Heed.Figures.Tests.Lesson;

/// <summary>Small numbers for the lesson's pictures, from arithmetic alone.</summary>
internal static class LessonNumbers
{
    public static SoftLookup Lookup() => new()
    {
        Words = ["good", "or", "wonderful"],
        Query = Wave(1, 4),
        Keys = Wave(3, 4),
        Values = Wave(3, 4),
        Scores = new Matrix(1, 3, [0.5f, -1, 2]),
        Weights = new Matrix(1, 3, [0.25f, 0.125f, 0.625f]),
        Output = Wave(1, 4),
        Prediction = [new ScoredLabel("negative", 0.125f), new ScoredLabel("positive", 0.875f)],
    };

    public static SelfAttentionFlow Flow() => new()
    {
        Tokens = ["a", "long", "unforgettable"],
        Input = Wave(3, 4),
        Queries = Wave(3, 4),
        Keys = Wave(3, 4),
        Values = Wave(3, 4),
        Scores = new Matrix(3, 3, [1, -2, 0.25f, 0, 0, 0, 3, 2, -12.25f]),
        Weights = Uniform(3),
        Output = Wave(3, 4),
        Marked = 1,
        Answer = new ScoredLabel("long", 0.75f),
    };

    public static MultiHeadFlow Heads() => new()
    {
        Tokens = ["A", "B", "C"],
        Input = Wave(3, 4),
        Queries = Wave(3, 4),
        Keys = Wave(3, 4),
        Values = Wave(3, 4),
        Weights = [Uniform(3), Uniform(3)],
        Concatenated = Wave(3, 4),
        Output = Wave(3, 4),
        HeadNames = ["the letter before: 0.33", "the letter after: 0.33"],
    };

    public static PositionalEncodings Positions() => new() { Sinusoidal = Wave(6, 4), Learned = Wave(6, 4) };

    public static PatchEncoding Patches() => new()
    {
        Pixels = new Matrix(4, 12, [.. Enumerable.Range(0, 48).Select(i => i / 48f)]),
        Width = 4,
        PatchSide = 2,
        Projected = Wave(4, 3),
        ClassToken = Wave(1, 3),
        Positions = Wave(5, 3),
        EncoderInput = Wave(5, 3),
        EncoderOutput = Wave(5, 3),
        ClassAttention = new Matrix(1, 5, [0.5f, 0.25f, 0.125f, 0.125f, 0]),
        NumLayers = 1,
        NumHeads = 2,
        Prediction = [new ScoredLabel("circle", 0.75f), new ScoredLabel("square", 0.25f)],
    };

    public static Matrix Wave(int rows, int columns) => new(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(i => (i * 5 % 17 / 8f) - 1)]);

    private static Matrix Uniform(int n) => new(n, n, [.. Enumerable.Repeat(1f / n, n * n)]);
}

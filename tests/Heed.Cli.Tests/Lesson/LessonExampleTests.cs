using Heed.Cli.Lesson;
using Heed.Figures.Lesson;

namespace Heed.Cli.Tests.Lesson;

/// <summary>What the pictures show is what the models computed: every step follows from the one before.</summary>
public sealed class LessonExampleTests
{
    private const int Seed = 42;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_soft_lookup_weighs_values_by_the_softmax_of_its_scores()
    {
        var lookup = OpinionExample.Compute(Seed, Cancellation);

        Near(Scaled(Product(lookup.Query, Transposed(lookup.Keys)), lookup.Keys.Columns), lookup.Scores);
        Near(Softmax(lookup.Scores), lookup.Weights);
        Near(Product(lookup.Weights, lookup.Values), lookup.Output);
        Assert.Equal(1, lookup.Prediction.Sum(label => label.Score), 1e-5);
        Assert.Equal("positive", lookup.Prediction.MaxBy(label => label.Score)!.Label);
        Assert.Equal("wonderful", lookup.Words[Largest(lookup.Weights, 0)]);
    }

    [Fact]
    public void Self_attention_is_softmax_of_QK_times_V_and_the_verb_looks_at_who_does_it()
    {
        var flow = WhoDidItExample.Compute(Seed, Cancellation);

        Near(Scaled(Product(flow.Queries, Transposed(flow.Keys)), flow.Keys.Columns), flow.Scores);
        Near(Softmax(flow.Scores), flow.Weights);
        Near(Product(flow.Weights, flow.Values), flow.Output);
        Assert.Equal("robot", flow.Tokens[Largest(flow.Weights, flow.Marked)]);
        Assert.Equal("robot", flow.Answer.Label);
    }

    [Fact]
    public void Each_head_weighs_its_own_values_by_the_softmax_of_its_own_scores()
    {
        var flow = LettersExample.Compute(Seed, Cancellation);

        var dim = flow.Queries.Columns / flow.Weights.Count;
        for (var head = 0; head < flow.Weights.Count; head++)
        {
            var (q, k, v, h) = (Part(flow.Queries), Part(flow.Keys), Part(flow.Values), Part(flow.Concatenated));
            Near(Softmax(Scaled(Product(q, Transposed(k)), dim)), flow.Weights[head]);
            Near(Product(flow.Weights[head], v), h);

            Matrix Part(Matrix whole) => new(
                whole.Rows, dim, [.. Enumerable.Range(0, whole.Rows).SelectMany(row => whole.Row(row).Slice(head * dim, dim).ToArray())]);
        }

        Assert.Equal(4, flow.HeadNames.Select(name => name.Split(':')[0]).Distinct().Count());
    }

    [Fact]
    public void Learnt_positions_that_are_near_are_more_alike_than_those_far_apart()
    {
        var encodings = PositionsExample.Compute(Seed, Cancellation);

        var byOffset = Enumerable.Range(0, 12).Select(offset => Enumerable.Range(0, encodings.Learned.Rows - offset)
            .Average(p => Cosine(encodings.Learned.Row(p), encodings.Learned.Row(p + offset)))).ToArray();
        Assert.True(byOffset[1] > byOffset[5] && byOffset[5] > byOffset[11], string.Join(' ', byOffset));
        Assert.Equal([0, 1, 0, 1], encodings.Sinusoidal.Row(0)[..4].ToArray());
        Assert.Equal(MathF.Sin(3), encodings.Sinusoidal[3, 0], 1e-6f);
    }

    [Fact]
    public void The_vision_transformer_reads_class_token_and_patches_plus_positions()
    {
        var encoding = VisionExample.Compute(Seed, Cancellation);

        var rows = new Matrix(encoding.Positions.Rows, encoding.Positions.Columns, [.. encoding.ClassToken.Values, .. encoding.Projected.Values]);
        Near(new Matrix(rows.Rows, rows.Columns, [.. rows.Values.ToArray().Zip(encoding.Positions.Values.ToArray(), (a, b) => a + b)]), encoding.EncoderInput);
        Assert.Equal(1, encoding.ClassAttention.Values.ToArray().Sum(), 1e-4);
        Assert.Equal("triangle", encoding.Prediction.MaxBy(label => label.Score)!.Label);
    }

    [Theory]
    [InlineData(42)]
    [InlineData(7)]
    public void Labels_of_the_pictures_do_not_overlap_and_can_be_read(int seed)
    {
        foreach (var (_, draw) in FivePictures.All)
        {
            var figure = draw(seed, Cancellation);
            Layout.AssertApart(figure);
            Layout.AssertReadable(figure);
        }
    }

    [Fact]
    public void A_run_that_is_stopped_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => OpinionExample.Compute(Seed, source.Token));
    }

    private static void Near(Matrix expected, Matrix actual)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        for (var i = 0; i < expected.Values.Length; i++)
        {
            Assert.Equal(expected.Values[i], actual.Values[i], 1e-4f * (1 + Math.Abs(expected.Values[i])));
        }
    }

    private static int Largest(Matrix matrix, int row) => matrix.Row(row).IndexOf(matrix.Row(row).ToArray().Max());

    private static Matrix Scaled(Matrix scores, int dim) => new(scores.Rows, scores.Columns, [.. scores.Values.ToArray().Select(score => score / MathF.Sqrt(dim))]);

    private static Matrix Transposed(Matrix matrix) =>
        Made(matrix.Columns, matrix.Rows, (row, column) => matrix[column, row]);

    private static Matrix Product(Matrix a, Matrix b) =>
        Made(a.Rows, b.Columns, (row, column) => Enumerable.Range(0, a.Columns).Sum(i => (double)a[row, i] * b[i, column]));

    private static Matrix Softmax(Matrix scores) => Made(scores.Rows, scores.Columns, (row, column) =>
        Math.Exp(scores[row, column]) / scores.Row(row).ToArray().Sum(score => Math.Exp(score)));

    private static Matrix Made(int rows, int columns, Func<int, int, double> entry) =>
        new(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(i => (float)entry(i / columns, i % columns))]);

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (dot, aa, bb) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            (dot, aa, bb) = (dot + (a[i] * b[i]), aa + (a[i] * a[i]), bb + (b[i] * b[i]));
        }

        return dot / Math.Sqrt(aa * bb);
    }
}

using Heed.Autograd;
using Heed.Kernels.Reference;
using Heed.Layers;
using Heed.Models;
using Heed.Tests.Kernels;
using Heed.Training;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Training;

public sealed class MuonTests
{
    [Theory]
    [InlineData(5, 11)]
    [InlineData(11, 5)]
    public void Steps_agree_with_the_definition(int rows, int columns)
    {
        const double rate = 0.03, momentum = 0.9, decay = 0.2, scale = 0.5;
        var parameter = Parameter(Random(rows * columns, 1), rows, columns);
        var (weights, direction) = (Matrix(parameter.Data, rows, columns), new double[rows, columns]);
        var optimizer = new Muon([KeyValuePair.Create("dense.weight", parameter)], (_, _) => true, momentum: momentum, weightDecay: decay);
        for (var step = 0; step < 5; step++)
        {
            var gradient = Random(rows * columns, (ulong)step + 10);
            SetGradient(parameter, gradient);
            optimizer.Step(rate, scale);
            var ahead = new double[rows, columns];
            for (var i = 0; i < gradient.Length; i++)
            {
                var (row, column) = (i / columns, i % columns);
                direction[row, column] = (momentum * direction[row, column]) + (scale * gradient[i]);
                ahead[row, column] = (scale * gradient[i]) + (momentum * direction[row, column]);
            }

            var turned = OrthogonalReference.Run(ahead);
            for (var i = 0; i < gradient.Length; i++)
            {
                ref var weight = ref weights[i / columns, i % columns];
                weight = (weight * (1 - (rate * decay))) - (rate * 0.2 * Math.Sqrt(11) * turned[i / columns, i % columns]);
            }
        }

        AssertClose([.. weights.Cast<double>().Select(weight => (float)weight)], parameter.Data, 1e-5);
        Assert.Equal(5, optimizer.Steps);
    }

    [Fact]
    public void Gradients_turned_on_either_side_turn_the_step_alike()
    {
        // Rows in another order with signs turned, columns rotated by 0.7 in pairs.
        const int rows = 5, columns = 6;
        var gradient = Random(rows * columns, 7);
        var expected = Turn(StepOf(gradient));
        AssertClose(expected, StepOf(Turn(gradient)), 2e-5);

        static float[] Turn(float[] matrix)
        {
            var (turned, (sin, cos)) = (new float[matrix.Length], MathF.SinCos(0.7f));
            for (var i = 0; i < matrix.Length; i += 2)
            {
                var (row, column, sign) = (i / columns * 3 % rows, i % columns, i / columns % 2 == 0 ? 1 : -1);
                turned[(row * columns) + column] = sign * ((cos * matrix[i]) - (sin * matrix[i + 1]));
                turned[(row * columns) + column + 1] = sign * ((sin * matrix[i]) + (cos * matrix[i + 1]));
            }

            return turned;
        }

        static float[] StepOf(float[] gradient)
        {
            var parameter = Parameter(new float[gradient.Length], rows, columns);
            var optimizer = new Muon([KeyValuePair.Create("dense.weight", parameter)], (_, _) => false);
            SetGradient(parameter, gradient);
            optimizer.Step(1);
            return parameter.Data.ToArray();
        }
    }

    [Fact]
    public void A_step_is_about_as_long_as_one_of_AdamW()
    {
        const int rows = 31, columns = 97;
        var (first, second) = (Parameter(new float[rows * columns], rows, columns), Parameter(new float[rows * columns], rows, columns));
        var muon = new Muon([KeyValuePair.Create("dense.weight", first)], (_, _) => false);
        var adamW = new AdamW([KeyValuePair.Create("dense.weight", second)], (_, _) => false);
        for (var step = 0; step < 50; step++)
        {
            var gradient = Random(rows * columns, (ulong)step);
            SetGradient(first, gradient);
            SetGradient(second, gradient);
            muon.Step(1);
            adamW.Step(1);
        }

        var before = (first.Data.ToArray(), second.Data.ToArray());
        muon.Step(1);
        adamW.Step(1);
        Assert.InRange(Length(first.Data, before.Item1) / Length(second.Data, before.Item2), 0.5, 2);

        static double Length(ReadOnlySpan<float> after, float[] before) => Math.Sqrt(after.ToArray().Zip(before, (a, b) => (double)(a - b) * (a - b)).Sum());
    }

    [Fact]
    public void What_is_no_hidden_matrix_moves_as_AdamW_would_have_it_at_its_own_rate()
    {
        KeyValuePair<string, Tensor>[] pairs = [.. Pairs()], same = [.. Pairs()];
        var muon = new Muon(pairs, (_, parameter) => parameter.Rank > 1, otherRateFactor: 0.25, beta2: 0.98, weightDecay: 0.1);
        var adamW = new AdamW(same, (_, parameter) => parameter.Rank > 1, beta2: 0.98, weightDecay: 0.1);
        for (var step = 0; step < 3; step++)
        {
            foreach (var (name, parameter) in pairs.Concat(same))
            {
                SetGradient(parameter, Random(parameter.Length, (ulong)(step + name.Length)));
            }

            muon.Step(0.04);
            adamW.Step(0.01);
        }

        Assert.All(pairs.Zip(same), pair => Assert.Equal(pair.First.Key != "layer.dense.weight", pair.First.Value.Data.SequenceEqual(pair.Second.Value.Data)));
        Assert.Equal(pairs.Select(pair => pair.Value), muon.Parameters);

        static IEnumerable<KeyValuePair<string, Tensor>> Pairs() =>
        [
            KeyValuePair.Create("word_embeddings.weight", Parameter(Random(35, 1), 7, 5)),
            KeyValuePair.Create("layer.dense.weight", Parameter(Random(35, 2), 7, 5)),
            KeyValuePair.Create("layer.dense.bias", Parameter(Random(7, 3), 7)),
            KeyValuePair.Create("classifier.weight", Parameter(Random(15, 4), 3, 5)),
        ];
    }

    [Fact]
    public void A_convolution_is_a_matrix_of_its_filters()
    {
        var gradient = Random(5 * 3 * 2 * 2, 9);
        var (convolution, matrix) = (Parameter(new float[60], 5, 3, 2, 2), Parameter(new float[60], 5, 12));
        var optimizer = new Muon([KeyValuePair.Create("a.weight", convolution), KeyValuePair.Create("b.weight", matrix)], (_, _) => false);
        SetGradient(convolution, gradient);
        SetGradient(matrix, gradient);
        optimizer.Step(1);

        Assert.NotEqual(0, matrix.Data[0]);
        Assert.Equal(matrix.Data.ToArray(), convolution.Data.ToArray());
    }

    [Fact]
    public void A_parameter_to_which_nothing_flowed_stays_as_it_is()
    {
        var unused = Parameter([1, 2, 3, 4], 2, 2);
        new Muon([KeyValuePair.Create("dense.weight", unused)], (_, _) => true).Step(0.1);
        Assert.Equal([1, 2, 3, 4], unused.Data.ToArray());
    }

    [Fact]
    public void Hidden_matrices_are_what_lies_between_the_first_layer_and_the_last()
    {
        Assert.Equal(
            [
                "vit.encoder.layer.0.attention.attention.query.weight", "vit.encoder.layer.0.attention.attention.key.weight",
                "vit.encoder.layer.0.attention.attention.value.weight", "vit.encoder.layer.0.attention.output.dense.weight",
                "vit.encoder.layer.0.intermediate.dense.weight", "vit.encoder.layer.0.output.dense.weight",
            ],
            Hidden(new ViTForImageClassification(new ViTConfig { ModelDim = 8, HiddenDim = 12, NumHeads = 2, NumLayers = 1 }, 3).Parameters));
        Assert.Equal(
            ["embeddings.convolutions.1.weight", .. Enumerable.Repeat("encoder.layer.0", 6)],
            Hidden(new CompactViTForImageClassification(
                new CompactViTConfig
                {
                    ModelDim = 8, HiddenDim = 12, NumHeads = 2, NumLayers = 1, NumConvolutions = 2, Positions = ImagePositions.Learned,
                    Pooling = ImagePooling.Sequence,
                },
                3).Parameters).Select(name => name.StartsWith("encoder", StringComparison.Ordinal) ? name[..15] : name));
        Assert.Equal(
            ["h.0.attn.c_attn.weight", "h.0.attn.c_proj.weight", "h.0.mlp.c_fc.weight", "h.0.mlp.c_proj.weight"],
            Hidden(new Gpt2ForCausalLanguageModeling(new Gpt2Config { ModelDim = 8, NumHeads = 2, NumLayers = 1, HiddenDim = 12, VocabSize = 11, MaxPositions = 5 }).Parameters)
                .Select(name => name["transformer.".Length..]));
        Assert.Equal(
            6,
            Hidden(new BertForSequenceClassification(new BertConfig { VocabSize = 11, ModelDim = 8, NumLayers = 1, NumHeads = 2, HiddenDim = 12 }, 2).Parameters)
                .Count(name => name.Contains("encoder.layer", StringComparison.Ordinal)));

        static IEnumerable<string> Hidden(ParameterSet parameters) =>
            parameters.All.Where(pair => Muon.IsHiddenMatrix(pair.Key, pair.Value)).Select(pair => pair.Key);
    }

    [Theory]
    [InlineData(1.0, 1)]
    [InlineData(-0.1, 1)]
    [InlineData(0.95, 0)]
    public void Numbers_out_of_range_are_refused(double momentum, double otherRateFactor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Muon([], (_, _) => true, momentum: momentum, otherRateFactor: otherRateFactor));

    private static double[,] Matrix(ReadOnlySpan<float> values, int rows, int columns) => OrthogonalTests.ToMatrix(values, rows, columns);

    private static Tensor Parameter(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        var parameter = Tensor.Parameter(shape);
        values.CopyTo(parameter.Data);
        return parameter;
    }

    private static void SetGradient(Tensor parameter, ReadOnlySpan<float> gradient)
    {
        parameter.ClearGradient();
        gradient.CopyTo(parameter.GradientToAddTo());
    }
}

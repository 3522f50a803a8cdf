using Heed.Attention;
using Heed.Autograd;
using Heed.Models;

namespace Heed.Tests.Models;

/// <summary>
/// The goldens hold no gradient of a map, but what it leads to: with dS = A * (dA - rows' sums of A * dA), the gradient of the query weights of a head is
/// (dS K / sqrt(headDim))^T X, X being what the layer projects. So every map's gradient is held to PyTorch's numbers.
/// </summary>
public class MapGradientGoldenTests
{
    [Theory]
    [InlineData("vit_imgcls", "vit", "layernorm_before")]
    [InlineData("deit_teacher", "deit", "layernorm_before")]
    [InlineData("dinov2_imgcls", "dinov2", "norm1")]
    [InlineData("dinov2_registers", "dinov2_with_registers", "norm1")]
    public void Gradients_of_maps_lead_to_the_gradients_of_query_weights(string name, string prefix, string norm)
    {
        using var golden = new Golden(name);
        var model = ImageClassifierModels.Create(golden.Config);
        golden.LoadInto(model.Parameters);
        var recorder = new AttentionRecorder { KeepsGradients = true };
        var images = Tensor.From(golden.Floats("pixel_values"), golden.Shape("pixel_values"));
        using (var tape = new Tape(holdsParameters: true))
        {
            tape.Backward(Loss(golden, model, images, recorder));
        }

        var (batch, epsilon) = (images.Shape[0], golden.Config.Float("layer_norm_eps", prefix.StartsWith("dinov2", StringComparison.Ordinal) ? 1e-6f : 1e-12f));
        Assert.NotEmpty(recorder.Layers);
        for (var layer = 0; layer < recorder.Layers.Count; layer++)
        {
            var (block, numHeads) = ($"{prefix}.encoder.layer.{layer}", recorder.Layers[layer].NumHeads);
            var x = Tensor.From(recorder.HiddenStates[layer], recorder.Readout.Count, recorder.HiddenStates[layer].Length / recorder.Readout.Count);
            x = Op.LayerNorm(x, Of($"{block}.{norm}.weight"), Of($"{block}.{norm}.bias"), epsilon);
            var key = Op.Linear(x, Of($"{block}.attention.attention.key.weight"), model.Parameters.TryGet($"{block}.attention.attention.key.bias", out var bias) ? bias : null);
            var expected = golden.Floats($"grad.{block}.attention.attention.query.weight");
            var actual = QueryGradient(recorder, layer, batch, numHeads, x, key);
            var tolerance = 2e-6f + (1e-4f * expected.Max(Math.Abs));
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.True(Math.Abs(actual[i] - expected[i]) <= tolerance, $"{block}: {i} is {actual[i]}, not {expected[i]} within {tolerance}");
            }
        }

        Tensor Of(string parameter) => model.Parameters[parameter];
    }

    private static Tensor Loss(Golden golden, IImageClassifierModel model, Tensor images, AttentionRecorder recorder)
    {
        if (model is not DeiTForImageClassificationWithTeacher deit)
        {
            return Op.CrossEntropy(model.Classify(images, recorder), golden.Integers("labels"));
        }

        var (ofClass, ofDistillation) = deit.ClassifyTwice(images, recorder);
        return Op.Scale(
            Op.Add(Op.CrossEntropy(ofClass, golden.Integers("labels")), Op.CrossEntropy(ofDistillation, golden.Integers("teacher_labels"))), 0.5f);
    }

    /// <returns>[numHeads * headDim, modelDim].</returns>
    private static double[] QueryGradient(AttentionRecorder recorder, int layer, int batch, int numHeads, Tensor x, Tensor key)
    {
        var (n, dim) = (x.Rows / batch, x.Columns);
        var headDim = dim / numHeads;
        var gradient = new double[dim * dim];
        for (var bhi = 0; bhi < batch * numHeads * n; bhi++)
        {
            var (image, head, i) = (bhi / (numHeads * n), bhi / n % numHeads, bhi % n);
            var weights = recorder.Layers[layer].Sequences[image].AsSpan(((head * n) + i) * n, n);
            var ofWeights = recorder.Gradients[layer]!.Sequences[image].AsSpan(((head * n) + i) * n, n);
            var mean = 0.0;
            for (var j = 0; j < n; j++)
            {
                mean += (double)weights[j] * ofWeights[j];
            }

            for (var d = head * headDim; d < (head + 1) * headDim; d++)
            {
                var query = 0.0;
                for (var j = 0; j < n; j++)
                {
                    query += weights[j] * (ofWeights[j] - mean) * key.Data[(((image * n) + j) * dim) + d] / Math.Sqrt(headDim);
                }

                for (var c = 0; c < dim; c++)
                {
                    gradient[(d * dim) + c] += query * x.Data[(((image * n) + i) * dim) + c];
                }
            }
        }

        return gradient;
    }
}

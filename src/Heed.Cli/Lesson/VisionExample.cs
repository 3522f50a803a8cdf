using Heed.Attention;
using Heed.Autograd;
using Heed.Figures;
using Heed.Figures.Lesson;
using Heed.Kernels;
using Heed.Layers;
using Heed.Models;

namespace Heed.Cli.Lesson;

/// <summary>A small Vision Transformer that names the shape in a made-up picture, and what it makes of one that it has never seen.</summary>
internal sealed class VisionExample
{
    private const int PatchSide = 8;
    private const int Batch = 32;
    private const int Steps = 400;
    private const int ShownLabel = 2;

    // About the mean of the pixels, and about their deviation from it.
    private const float Mean = 0.25f;

    private static readonly ViTConfig Config = new()
    {
        ModelDim = 32,
        NumLayers = 2,
        NumHeads = 4,
        HiddenDim = 64,
        ImageSize = new GridSize(ShapeImages.Side, ShapeImages.Side),
        PatchSize = new GridSize(PatchSide, PatchSide),
        InitializerRange = 0.1f,
    };

    public static PatchEncoding Compute(int seed, CancellationToken cancellation)
    {
        var model = new ViTForImageClassification(Config, ShapeImages.Names.Count, new ParameterSet((ulong)seed));
        var random = new Random(seed);
        SmallTraining.Run(model.Parameters, Steps, rate: 0.006, _ => Loss(model, random), cancellation);
        return Read(model, ShapeImages.Draw(ShownLabel, random));
    }

    private static Tensor Loss(ViTForImageClassification model, Random random)
    {
        var labels = new int[Batch];
        var pixels = new List<float>();
        for (var i = 0; i < Batch; i++)
        {
            labels[i] = random.Next(ShapeImages.Names.Count);
            pixels.AddRange(ShapeImages.Draw(labels[i], random));
        }

        return Op.CrossEntropy(model.Classify(ToTensor([.. pixels], Batch)), labels);
    }

    private static PatchEncoding Read(ViTForImageClassification model, float[] pixels)
    {
        var recorder = new AttentionRecorder();
        var image = ToTensor(pixels, 1);
        var probabilities = TensorMatrix.Probabilities(model.Classify(image, recorder));
        var rows = Config.Grid.Count + 1;
        var weight = model.Parameters["vit.embeddings.patch_embeddings.projection.weight"]; // [dim, 3, patch, patch]
        var patches = Op.Patches(image, PatchSide, PatchSide);                              // [numPatches, 3 * patch * patch]
        var projected = Op.Linear(patches, weight.Reshape(Config.ModelDim, patches.Columns), model.Parameters["vit.embeddings.patch_embeddings.projection.bias"]);
        return new PatchEncoding
        {
            Pixels = new Matrix(ShapeImages.Side, 3 * ShapeImages.Side, Interleave(pixels)),
            Width = ShapeImages.Side,
            PatchSide = PatchSide,
            Projected = projected.ToMatrix(),
            ClassToken = model.Parameters["vit.embeddings.cls_token"].Reshape(1, Config.ModelDim).ToMatrix(),
            Positions = model.Parameters["vit.embeddings.position_embeddings"].Reshape(rows, Config.ModelDim).ToMatrix(),
            EncoderInput = new Matrix(rows, Config.ModelDim, recorder.HiddenStates[0]),
            EncoderOutput = new Matrix(rows, Config.ModelDim, recorder.HiddenStates[^1]),
            ClassAttention = new Matrix(1, rows, ClassAttention(recorder.Layers[^1].Sequences[0], rows)),
            NumLayers = Config.NumLayers,
            NumHeads = Config.NumHeads,
            Prediction = [.. ShapeImages.Names.Select((name, i) => new ScoredLabel(name, probabilities[i])).OrderByDescending(label => label.Score)],
        };
    }

    // The first row of each head's map, averaged: [numHeads, n, n] -> [n].
    private static float[] ClassAttention(float[] maps, int rows)
    {
        var mean = new float[rows];
        for (var head = 0; head < Config.NumHeads; head++)
        {
            for (var key = 0; key < rows; key++)
            {
                mean[key] += maps[(head * rows * rows) + key] / Config.NumHeads;
            }
        }

        return mean;
    }

    private static Tensor ToTensor(float[] pixels, int batch) =>
        Tensor.From(Array.ConvertAll(pixels, pixel => (pixel - Mean) / Mean), batch, 3, ShapeImages.Side, ShapeImages.Side);

    // [3, height, width] -> [height, width, 3]
    private static float[] Interleave(float[] pixels)
    {
        var size = pixels.Length / 3;
        return [.. Enumerable.Range(0, pixels.Length).Select(i => pixels[(i % 3 * size) + (i / 3)])];
    }
}

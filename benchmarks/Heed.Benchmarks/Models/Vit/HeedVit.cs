using Heed.Autograd;
using Heed.Benchmarks.Peers;
using Heed.Models;

namespace Heed.Benchmarks.Models.Vit;

/// <summary>Heed's Vision Transformer over one batch of images.</summary>
internal sealed class HeedVit : ModelContender
{
    private readonly ViTForImageClassification model;
    private readonly Tensor pixels;
    private readonly float[] logits;

    public HeedVit(ViTConfig config, int numClasses, Images images)
        : base(Libraries.Heed)
    {
        model = new ViTForImageClassification(config, numClasses);
        foreach (var (name, parameter) in model.Parameters.All)
        {
            RandomWeights.Fill(name, parameter.Data);
        }

        pixels = Tensor.From(images.Pixels, images.Shape);
        logits = new float[images.Count * numClasses];
    }

    public override void Run()
    {
        using var tape = new Tape(recordsGradients: false);
        model.Classify(pixels).Data.CopyTo(logits);
    }

    public override float[] Output() => logits;

    public override void Dispose()
    {
    }
}

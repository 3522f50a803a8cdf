using Heed.Autograd;
using Heed.Benchmarks.Peers;
using Heed.Models;

namespace Heed.Benchmarks.Models.Vit;

/// <summary>A classifier of images of Heed's over one batch.</summary>
internal sealed class HeedImages : ModelContender
{
    private readonly IImageClassifierModel model;
    private readonly Tensor pixels;
    private readonly float[] logits;

    public HeedImages(IImageClassifierModel model, int numClasses, Images images)
        : base(Libraries.Heed)
    {
        this.model = model;
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

using Heed.Benchmarks.Peers;
using Heed.Models;
using static TorchSharp.torch;

namespace Heed.Benchmarks.Models.Vit;

/// <summary>libtorch's Vision Transformer over one batch of images.</summary>
internal sealed class LibtorchVit : ModelContender
{
    private readonly LibtorchWeights weights = new();
    private readonly LibtorchVitClassifier classifier;
    private readonly Tensor pixels;
    private Tensor? logits;

    public LibtorchVit(ViTConfig config, int numClasses, Images images)
        : base(Libraries.Libtorch)
    {
        classifier = new LibtorchVitClassifier(config, numClasses, weights);
        pixels = images.ToLibtorch();
    }

    public override void Run()
    {
        logits?.Dispose();
        using var none = inference_mode();
        logits = classifier.Forward(pixels);
    }

    public override float[] Output() => logits!.data<float>().ToArray();

    public override void Dispose()
    {
        logits?.Dispose();
        pixels.Dispose();
        weights.Dispose();
    }
}

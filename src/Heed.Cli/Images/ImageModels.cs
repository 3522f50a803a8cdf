using System.CommandLine;
using Heed.Cli.Kinds;
using Heed.Cli.Options;
using Heed.Pipelines.ImageClassification;

namespace Heed.Cli.Images;

/// <summary>Classifiers of pictures.</summary>
internal sealed class ImageModels : ModelKind
{
    protected override string Reads => "pictures";

    protected override IReadOnlyList<Option> OwnOptions => [ImageOptions.SkipBroken, ImageOptions.ImageSize, .. ExplainImageOptions.All];

    /// <summary>The model that --model names, for pictures of the size that --image-size names, if it does.</summary>
    /// <exception cref="InvalidInputException">The folder holds none, or pictures of that size leave no patch.</exception>
    public static ImageClassifier Open(Invocation invocation)
    {
        var (classifier, edge) = (ImageClassifier.Load(invocation.Get(SharedOptions.Model)), invocation.Get(ImageOptions.ImageSize));
        try
        {
            return edge is null ? classifier : classifier.AtImageSize(new(edge.Value, edge.Value));
        }
        catch (ArgumentException failure)
        {
            throw new InvalidInputException($"{ImageOptions.ImageSize.Name}: pictures of {edge} pixels leave no patch to this model; expected larger ones.", failure);
        }
    }

    public override int Evaluate(Invocation invocation) => EvaluateImages.Run(invocation);

    public override Task<int> PredictAsync(Invocation invocation) => PredictImages.RunAsync(invocation);

    public override int Explain(Invocation invocation) => ExplainImage.Run(invocation);

    protected override bool Owns(string directory) => ImageClassifier.IsModelOfPictures(directory);
}

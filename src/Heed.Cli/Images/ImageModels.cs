using System.CommandLine;
using Heed.Cli.Kinds;
using Heed.Cli.Options;
using Heed.Pipelines.ImageClassification;

namespace Heed.Cli.Images;

/// <summary>Classifiers of pictures.</summary>
internal sealed class ImageModels : ModelKind
{
    protected override string Reads => "pictures";

    protected override IReadOnlyList<Option> OwnOptions => [ImageOptions.SkipBroken, .. ExplainImageOptions.All];

    public override int Evaluate(Invocation invocation) => EvaluateImages.Run(invocation);

    public override Task<int> PredictAsync(Invocation invocation) => PredictImages.RunAsync(invocation);

    public override int Explain(Invocation invocation) => ExplainImage.Run(invocation);

    protected override bool Owns(string directory) => ImageClassifier.IsModelOfPictures(directory);
}

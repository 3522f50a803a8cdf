using System.CommandLine;
using Heed.Cli.Kinds;
using Heed.Cli.Options;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images;

namespace Heed.Cli.Texts;

/// <summary>Classifiers of texts.</summary>
internal sealed class TextModels : ModelKind
{
    protected override string Reads => "texts";

    protected override IReadOnlyList<Option> OwnOptions => [DataOptions.Text, DataOptions.Label, DataOptions.NoHeader];

    public override int Evaluate(Invocation invocation) => EvaluateTexts.Run(invocation);

    public override Task<int> PredictAsync(Invocation invocation) => PredictTexts.RunAsync(invocation);

    public override int Explain(Invocation invocation) => ExplainText.Run(invocation);

    /// <summary>The name of a picture that exists is no text that anybody wants classified.</summary>
    /// <exception cref="InvalidInputException">It is one.</exception>
    public static void RefusePicture(Invocation invocation, string text)
    {
        if (ImageDecoder.HasPictureName(text) && File.Exists(text))
        {
            throw new InvalidInputException($"{text} is a picture, and {invocation.Get(SharedOptions.Model)} is a model of texts; expected texts.");
        }
    }

    protected override bool Owns(string directory) => TextClassifier.IsModelOfTexts(directory);
}

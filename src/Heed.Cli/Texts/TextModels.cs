using System.CommandLine;
using Heed.Cli.Kinds;
using Heed.Cli.Options;
using Heed.Pipelines.Classification;

namespace Heed.Cli.Texts;

/// <summary>Classifiers of texts.</summary>
internal sealed class TextModels : ModelKind
{
    protected override string Reads => "texts";

    protected override IReadOnlyList<Option> OwnOptions => [DataOptions.Text, DataOptions.Label, DataOptions.NoHeader];

    public override int Evaluate(Invocation invocation) => EvaluateTexts.Run(invocation);

    public override Task<int> PredictAsync(Invocation invocation) => PredictTexts.RunAsync(invocation);

    public override int Explain(Invocation invocation) => ExplainText.Run(invocation);

    protected override bool Owns(string directory) => TextClassifier.IsModelOfTexts(directory);
}

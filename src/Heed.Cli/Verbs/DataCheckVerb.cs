using System.CommandLine;
using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Pipelines.Data;
using Heed.Pipelines.Tokenization;

namespace Heed.Cli.Verbs;

/// <summary><c>heed data check</c>: the data doctor.</summary>
internal static class DataCheckVerb
{
    private static readonly Argument<string> Data = new("PATH") { Description = "Labelled texts to learn from: .csv, .tsv, .jsonl or .parquet." };

    private static readonly Option<string?> Validation = new("--validation")
    {
        Description = "Labelled texts for validation or test: what do both hold, what does training lack?",
        HelpName = "PATH",
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "Counts the tokens of this model, and how many texts are longer than it reads. Default: words are counted.",
        HelpName = "DIR",
    };

    private static readonly Option<int?> MaxLength = new("--max-length")
    {
        Description = "Says how many texts are longer than this. Default: what the model reads, if one is given.",
        HelpName = "N",
        CustomParser = Parse.OptionalWhole(1),
    };

    public static Command Create() => Invocation.Bind(
        new Command("check", "Looks for what makes training fail or scores lie: empty, repeated and shared texts, rare and unseen labels, lengths.")
        {
            Data,
            Validation,
            DataOptions.Text,
            DataOptions.Label,
            DataOptions.NoHeader,
            Model,
            MaxLength,
            SharedOptions.Json,
        },
        Run);

    private static int Run(Invocation invocation)
    {
        var (columns, validation) = (DataOptions.Columns(invocation), invocation.Get(Validation));
        var tokenizer = invocation.Get(Model) is { } directory ? TextTokenizer.Load(directory) : null;
        var report = DataDoctor.Examine(
            Read(invocation.Get(Data)),
            validation is null ? null : Read(validation),
            tokenizer is null ? null : text => tokenizer.Encode(text).FullLength,
            invocation.Get(MaxLength) ?? tokenizer?.MaxLength ?? 0);
        if (invocation.IsJson)
        {
            invocation.Terminal.Output.WriteLine(JsonText.Of(report));
        }

        DataView.Write(invocation.Terminal.Result, report);
        return report.HasErrors ? ExitCode.Usage : ExitCode.Done;

        IEnumerable<TextExample> Read(string path) => TextData.Read(path, columns).Select(example =>
        {
            invocation.Cancellation.ThrowIfCancellationRequested();
            return example;
        });
    }
}

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

    public static Command Create() => Session.Bind(
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

    private static int Run(Session session)
    {
        var (columns, validation) = (DataOptions.Columns(session), session.Get(Validation));
        var tokenizer = session.Get(Model) is { } directory ? TextTokenizer.Load(directory) : null;
        var report = DataDoctor.Examine(
            Read(session.Get(Data)),
            validation is null ? null : Read(validation),
            tokenizer is null ? null : text => tokenizer.Encode(text).FullLength,
            session.Get(MaxLength) ?? tokenizer?.MaxLength ?? 0);
        if (session.IsJson)
        {
            session.Terminal.Output.WriteLine(JsonText.Of(report));
        }

        DataView.Write(session.Terminal.Result, report);
        return report.HasErrors ? ExitCode.Usage : ExitCode.Done;

        IEnumerable<TextExample> Read(string path) => TextData.Read(path, columns).Select(example =>
        {
            session.Cancellation.ThrowIfCancellationRequested();
            return example;
        });
    }
}

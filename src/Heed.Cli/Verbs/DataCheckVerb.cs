using System.CommandLine;
using Heed.Cli.Images;
using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Pipelines.Data;
using Heed.Pipelines.Images;
using Heed.Pipelines.Images.Examination;
using Heed.Pipelines.Tokenization;

namespace Heed.Cli.Verbs;

/// <summary><c>heed data check</c>: the data doctor.</summary>
internal static class DataCheckVerb
{
    private static readonly Argument<string> Data = new("PATH") { Description = "Labelled data to learn from. Texts: .csv, .tsv, .jsonl or .parquet. Pictures: a folder or .zip of class folders, idx files, CIFAR batches." };

    private static readonly Option<string?> Validation = new("--validation")
    {
        Description = "Labelled data for validation or test: what do both hold, what does training lack?",
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
        new Command("check", "Looks for what makes training fail or scores lie: empty, broken, repeated and shared texts or pictures, rare and unseen labels, lengths.")
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
        var path = invocation.Get(Data);
        var (report, subject) = ImageData.IsLabelledPictures(path) ? (Pictures(invocation, path), Subject.Picture) : (Texts(invocation, path), Subject.Text);
        if (invocation.IsJson)
        {
            invocation.Terminal.Output.WriteLine(JsonText.Of(report));
        }

        DataView.Write(invocation.Terminal.Result, report, subject);
        return report.HasErrors ? ExitCode.Usage : ExitCode.Done;
    }

    private static DataReport Pictures(Invocation invocation, string path)
    {
        Option[] ofTexts = [DataOptions.Text, DataOptions.Label, DataOptions.NoHeader, Model, MaxLength];
        if (Array.Find(ofTexts, invocation.IsGiven) is { } option)
        {
            throw new InvalidInputException($"{option.Name} is for texts; {path} is one of pictures.");
        }

        return ImageDoctor.Examine(TrainingPictures.Find(path, invocation.Get(Validation)), invocation.Cancellation);
    }

    private static DataReport Texts(Invocation invocation, string path)
    {
        var (columns, validation) = (DataOptions.Columns(invocation), invocation.Get(Validation));
        var tokenizer = invocation.Get(Model) is { } directory ? TextTokenizer.Load(directory) : null;
        return DataDoctor.Examine(
            Read(path),
            validation is null ? null : Read(validation),
            tokenizer is null ? null : text => tokenizer.Encode(text).FullLength,
            invocation.Get(MaxLength) ?? tokenizer?.MaxLength ?? 0);

        IEnumerable<TextExample> Read(string file) => TextData.Read(file, columns).Select(example =>
        {
            invocation.Cancellation.ThrowIfCancellationRequested();
            return example;
        });
    }
}

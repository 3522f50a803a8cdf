using System.CommandLine;
using Heed.Pipelines.Classification;

namespace Heed.Cli.Options;

/// <summary>The options of <c>heed train text</c>.</summary>
internal static class TrainTextOptions
{
    public static Option<string> Train { get; } = new("--train")
    {
        Description = "Labelled texts to learn from: .csv, .tsv, .jsonl or .parquet.",
        HelpName = "FILE",
        Required = true,
    };

    public static Option<string?> Validation { get; } = new("--validation")
    {
        Description = "Labelled texts that decide which state is best. Default: a tenth of the training texts, at most 2,000, is set aside.",
        HelpName = "FILE",
    };

    private static readonly Option<int?> PretrainingEpochs = new("--pretraining-epochs")
    {
        Description = "Passes in which hidden tokens are guessed, before the labels are learned; 0 for none. Default: chosen from the data.",
        HelpName = "N",
        CustomParser = Parse.OptionalWhole(0),
    };

    private static readonly Option<int?> VocabularySize = new("--vocabulary-size")
    {
        Description = "Most word pieces of the vocabulary learned from the texts. Default: chosen from the data.",
        HelpName = "N",
        CustomParser = Parse.OptionalWhole(100, 1_000_000),
    };

    private static readonly Option<int?> MaxLength = new("--max-length")
    {
        Description = "Most tokens of a text; longer ones lose their end, and that is reported. Default: chosen from the data.",
        HelpName = "N",
        CustomParser = Parse.OptionalWhole(4, 100_000),
    };

    private static readonly Option<EncoderFamily?> Family = new("--family")
    {
        Description = "Architecture: bert or modernbert; both open in Hugging Face's transformers. Default: chosen from the data.",
        HelpName = "NAME",
        CustomParser = Parse.OneOf<EncoderFamily>(),
    };

    public static void AddTo(Command command)
    {
        Option[] options =
        [
            Train, Validation, TrainOptions.Output, DataOptions.Text, DataOptions.Label, DataOptions.NoHeader,
            SharedOptions.Preset, Family, VocabularySize, MaxLength, SharedOptions.Epochs, PretrainingEpochs, SharedOptions.TimeBudget,
            TrainOptions.BatchSize, TrainOptions.LearningRate, TrainOptions.Patience, TrainOptions.BalanceClasses, SharedOptions.Seed, SharedOptions.Threads, SharedOptions.Resume, SharedOptions.Json, SharedOptions.Quiet,
        ];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public static TextClassifierOptions Read(Invocation invocation)
    {
        var usual = new TextClassifierOptions();
        return usual with
        {
            Seed = invocation.Get(SharedOptions.Seed),
            Preset = invocation.Get(SharedOptions.Preset),
            Family = invocation.Get(Family),
            Epochs = invocation.Get(SharedOptions.Epochs),
            PretrainingEpochs = invocation.Get(PretrainingEpochs),
            BatchSize = invocation.Get(TrainOptions.BatchSize),
            LearningRate = invocation.Get(TrainOptions.LearningRate),
            VocabularySize = invocation.Get(VocabularySize),
            MaxLength = invocation.Get(MaxLength),
            BalanceClasses = invocation.Get(TrainOptions.BalanceClasses),
            Patience = invocation.Get(TrainOptions.Patience),
            OutputDirectory = invocation.Get(TrainOptions.Output),
            Resume = invocation.Get(SharedOptions.Resume),
            TimeBudget = TrainOptions.Budget(invocation, usual.TimeBudget),
        };
    }
}

using Heed.Pipelines.Data;
using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Classification;

/// <summary>Labelled texts made ready for training: split, examined, planned for, tokenized. A function of data and options.</summary>
internal sealed class PreparedTexts
{
    private PreparedTexts(
        TextClassifierOptions options, IReadOnlyList<TextExample> training, IReadOnlyList<TextExample> held, bool wasSetAside, CancellationToken cancellation)
    {
        (Held, WasSetAside) = (held, wasSetAside);
        Labels = CheckLabels(training, held);
        Texts = [.. training.Select(example => example.Text)];
        var chosen = TextClassifierDefaults.Choose(options, DataProfiles.Of(Texts, Labels.Count));
        Plan = options.Adjust?.Invoke(chosen) ?? chosen;
        Tokenizer = TextTokenizer.Create(
            WordPieceVocabulary.Learn(Texts, Plan.VocabularySize, options.Lowercase),
            options.Lowercase,
            Plan.MaxLength,
            Plan.Family == EncoderFamily.Bert ? "BertTokenizer" : "PreTrainedTokenizerFast");
        cancellation.ThrowIfCancellationRequested();
        Report = DataDoctor.Examine(training, held, Tokenizer.CountTokens, Plan.MaxLength);
        options.Examined?.Invoke(Report);
        if (Report.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error) is { } error)
        {
            throw new InvalidInputException(error.Message);
        }

        Encoded = [.. Texts.Select(text => Tokenizer.Encode(text))];
        Training = new LabelledTokens([.. Encoded.Select(e => e.Ids)], IndicesOf(training), Labels.Count);
        Validation = new LabelledTokens([.. held.Select(example => Tokenizer.Encode(example.Text).Ids)], IndicesOf(held), Labels.Count);
    }

    /// <summary>The texts that are learned from.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>The examples that decide which state is best.</summary>
    public IReadOnlyList<TextExample> Held { get; }

    /// <summary>Whether those were taken from the training examples.</summary>
    public bool WasSetAside { get; }

    public LabelSet Labels { get; }

    public TextClassifierPlan Plan { get; }

    public TextTokenizer Tokenizer { get; }

    /// <summary>What the doctor found.</summary>
    public DataReport Report { get; }

    /// <summary>The training texts' tokens and where they stand.</summary>
    public IReadOnlyList<EncodedText> Encoded { get; }

    public LabelledTokens Training { get; }

    public LabelledTokens Validation { get; }

    /// <exception cref="InvalidInputException">The data cannot be learned from.</exception>
    public static PreparedTexts Of(
        TextClassifierOptions options, IReadOnlyList<TextExample> train, IReadOnlyList<TextExample>? validation, CancellationToken cancellation)
    {
        if (validation is not null)
        {
            return new PreparedTexts(options, train, validation, wasSetAside: false, cancellation);
        }

        CheckLabels(train, []);
        var (training, held) = DataSplit.Stratified(train, example => example.Label, example => example.Text, "text", options.ValidationShare, options.Seed);
        return new PreparedTexts(options, training, held, wasSetAside: true, cancellation);
    }

    private static LabelSet CheckLabels(IReadOnlyList<TextExample> training, IReadOnlyList<TextExample> held) => TrainingLabels.Check(
        "text", training.Select(example => example.Label), [.. held.Select(example => example.Label)], i => $"line {held[i].Line}");

    private int[] IndicesOf(IReadOnlyList<TextExample> examples) => [.. examples.Select(example => Labels.IndexOf(example.Label))];
}

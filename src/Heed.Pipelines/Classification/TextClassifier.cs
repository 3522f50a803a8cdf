using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Heed.Attention;
using Heed.Autograd;
using Heed.Models;
using Heed.Pipelines.Data;
using Heed.Pipelines.Evaluation;
using Heed.Pipelines.Tokenization;
using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>
/// Text in, labels out: a transformer encoder with its tokenizer and its class names. Predicting is safe from many threads.
/// </summary>
public sealed class TextClassifier
{
    private readonly ISequenceClassifierModel model;
    private readonly TextTokenizer tokenizer;
    private readonly LabelSet labels;
    private readonly bool poolsAllTokens;

    internal TextClassifier(ISequenceClassifierModel model, JsonObject config, TextTokenizer tokenizer, LabelSet labels)
    {
        (this.model, this.tokenizer, this.labels) = (model, tokenizer, labels);
        Config = config;
        poolsAllTokens = config["classifier_pooling"]?.GetValue<string>() == "mean";
    }

    /// <summary>The class names.</summary>
    public IReadOnlyList<string> Labels => labels.Names;

    /// <summary>Number of learned values.</summary>
    public long NumParameters => model.Parameters.Count;

    /// <summary>The most tokens it reads of a text.</summary>
    public int MaxLength => Math.Min(tokenizer.MaxLength, model.MaxPositions);

    /// <summary>How it was trained; null for a model that was loaded.</summary>
    public TextTrainingReport? Training { get; internal set; }

    /// <summary>The simple model trained beside it on the same texts, if its folder has one.</summary>
    public NGramBaseline? Baseline { get; internal init; }

    internal ISequenceClassifierModel Model => model;

    /// <summary>The entries of config.json that describe the encoder.</summary>
    internal JsonObject Config { get; }

    internal TextTokenizer Tokenizer => tokenizer;

    /// <summary>Trains a classifier from scratch on labelled texts.</summary>
    /// <param name="train">What it learns from.</param>
    /// <param name="validation">What decides which state is best; a share of <paramref name="train"/> is set aside if null.</param>
    /// <param name="options">What to decide yourself; the rest is chosen from the data.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops; with an output directory the run can be resumed.</param>
    /// <exception cref="InvalidInputException">The data cannot be learned from: one class only, a label in validation that training lacks, ...</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TextClassifier Train(
        IReadOnlyList<TextExample> train,
        IReadOnlyList<TextExample>? validation = null,
        TextClassifierOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default) =>
        new TextClassifierTraining(options ?? new TextClassifierOptions(), progress, cancellation).Run(train, validation);

    /// <summary>Opens a model folder: one that Heed trained, or one of Hugging Face's BERT or ModernBERT classifiers.</summary>
    /// <exception cref="InvalidInputException">A file is missing, broken or of another kind.</exception>
    public static TextClassifier Load(string directory) => TextClassifierFolder.Load(directory);

    /// <summary>Whether the config.json of a model folder is that of a model of texts.</summary>
    /// <exception cref="InvalidInputException">There is no config.json, or it is broken.</exception>
    public static bool IsModelOfTexts(string directory) => EncoderModels.Knows(ModelConfigFile.Open(directory).ModelType);

    /// <summary>Writes config.json, model.safetensors, the tokenizer's files and the baseline.</summary>
    /// <exception cref="InvalidInputException">The folder cannot be written to.</exception>
    public void Save(string directory) => TextClassifierFolder.Save(directory, this);

    /// <summary>Classifies one text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="topK">How many labels to name.</param>
    public Prediction Predict(string text, int topK = int.MaxValue) => Predict([text], topK)[0];

    /// <summary>Classifies texts, in their order.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="topK">How many labels to name for each.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public IReadOnlyList<Prediction> Predict(IReadOnlyList<string> texts, int topK = int.MaxValue, CancellationToken cancellation = default)
    {
        var encoded = texts.Select(text => tokenizer.Encode(text, MaxLength)).ToList();
        var scores = Probabilities([.. encoded.Select(e => e.Ids)], cancellation);
        return [.. texts.Select((text, i) => Prediction.Of(text, labels, scores.AsSpan(i * labels.Count, labels.Count), encoded[i].Truncated, topK))];
    }

    /// <summary>Classifies a stream of texts, in their order: whatever has arrived goes together, and none waits for more.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="topK">How many labels to name for each.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public async IAsyncEnumerable<Prediction> PredictAsync(
        IAsyncEnumerable<string> texts, int topK = int.MaxValue, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        const int TextsPerBatch = 32;
        await foreach (var batch in ReadyBatches.Of(texts, TextsPerBatch, cancellation).ConfigureAwait(false))
        {
            foreach (var prediction in Predict(batch, topK, cancellation))
            {
                yield return prediction;
            }
        }
    }

    /// <summary>Measures the model on labelled texts, with the baseline beside it where the folder has one.</summary>
    /// <exception cref="InvalidInputException">A label is none of the model's, or there is no text.</exception>
    public EvaluationReport Evaluate(IReadOnlyList<TextExample> examples, CancellationToken cancellation = default) =>
        EvaluationReport.Measure(this, examples, cancellation);

    /// <summary>Classifies a text and says what every head of every layer attended to.</summary>
    public TextExplanation Explain(string text)
    {
        var encoded = tokenizer.Encode(text, MaxLength);
        var recorder = new AttentionRecorder();
        using var tape = new Tape(recordsGradients: false);
        var logits = model.Classify(TokenBatch.Pack([encoded.Ids]), recorder).Data.ToArray();
        Scores.ToProbabilities(logits, labels.Count);
        return new TextExplanation(
            text,
            encoded,
            Prediction.Of(text, labels, logits, encoded.Truncated, int.MaxValue),
            recorder.Layers.Count,
            recorder.Layers.Count == 0 ? 0 : recorder.Layers[0].NumHeads,
            [.. recorder.Layers.Select(layer => layer.Sequences[0])],
            poolsAllTokens);
    }

    internal LabelSet LabelSet => labels;

    internal float[] Probabilities(IReadOnlyList<int[]> sequences, CancellationToken cancellation)
    {
        var scores = BatchInference.Logits(model, sequences, labels.Count, cancellation);
        Scores.ToProbabilities(scores, labels.Count);
        return scores;
    }
}

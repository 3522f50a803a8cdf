using System.Diagnostics;
using Heed.Layers;
using Heed.Pipelines.Data;
using Heed.Pipelines.Evaluation;
using Heed.Pipelines.Tokenization;
using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>
/// One training from texts to a classifier: vocabulary, plan, guessing of hidden tokens, labels, calibration, baseline. Every part
/// is a function of data and options, so that a run that was stopped goes on by doing it again up to its saved state.
/// </summary>
internal sealed class TextClassifierTraining(TextClassifierOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
{
    // Guessing hidden tokens may take at most this share of the time budget.
    private const double PretrainingShare = 0.5;

    public TextClassifier Run(IReadOnlyList<TextExample> train, IReadOnlyList<TextExample>? validation)
    {
        var preparing = Stopwatch.StartNew();
        var wasSetAside = validation is null;
        var (training, held) = validation is null ? DataSplit.Stratified(train, options.ValidationShare, options.Seed) : (train, validation);
        var labels = TrainingLabels.Check(training, held);
        var texts = training.Select(example => example.Text).ToList();
        var chosen = TextClassifierDefaults.Choose(options, DataProfiles.Of(texts, labels.Count));
        var plan = options.Adjust?.Invoke(chosen) ?? chosen;
        var tokenizer = TextTokenizer.Create(
            WordPieceVocabulary.Learn(texts, plan.VocabularySize, options.Lowercase),
            options.Lowercase,
            plan.MaxLength,
            plan.Family == EncoderFamily.Bert ? "BertTokenizer" : "PreTrainedTokenizerFast");
        var data = DataDoctor.Examine(training, held, tokenizer.CountTokens, plan.MaxLength);
        options.Examined?.Invoke(data);
        if (data.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error) is { } error)
        {
            throw new InvalidInputException(error.Message);
        }

        var encoded = training.Select(example => tokenizer.Encode(example.Text)).ToList();
        var trainingTokens = new LabelledTokens([.. encoded.Select(e => e.Ids)], LabelsOf(training, labels), labels.Count);
        var heldTokens = new LabelledTokens([.. held.Select(example => tokenizer.Encode(example.Text).Ids)], LabelsOf(held, labels), labels.Count);
        var run = new RunFiles(options, plan, trainingTokens, heldTokens);

        var model = EncoderModels.Classifier(plan, tokenizer.VocabularySize, labels.Count, new ParameterSet((ulong)options.Seed));
        var baseline = NGramBaseline.Train(texts, trainingTokens.Labels, labels.Count, cancellation);
        var softLabels = plan.SoftLabelShare > 0 || plan.PieceShare > 0
            ? SoftLabels.CrossFit(baseline, texts, trainingTokens.Labels, labels.Count, options.Seed, cancellation)
            : null;
        var budget = options.TimeBudget - preparing.Elapsed;
        var pretraining = plan.PretrainingEpochs > 0 ? Pretrain(plan, tokenizer, trainingTokens, model.Parameters, run, budget * PretrainingShare) : null;
        var targets = new TrainingTargets(texts, encoded, trainingTokens, plan, softLabels, (ulong)options.Seed);
        var task = new ClassificationTask(
            model,
            (trainingTokens, heldTokens),
            targets,
            new TokenNoise(plan.TokenDropout, tokenizer.MaskId, (ulong)options.Seed),
            options.BalanceClasses ? ClassWeights(trainingTokens) : null);
        var outcome = RequireSomething(Train(plan, task, run, budget - Spent(pretraining)));

        var temperature = Calibrate(model, heldTokens);
        var config = EncoderModels.Config(plan, tokenizer.VocabularySize, tokenizer.ClassId, tokenizer.SeparatorId);
        var untold = new TextClassifier(model, config, tokenizer, labels) { Baseline = baseline };
        var report = new TrainingReport
        {
            Options = options,
            Plan = plan,
            Data = data,
            TrainingExamples = training.Count,
            ValidationExamples = held.Count,
            ValidationWasSetAside = wasSetAside,
            VocabularySize = tokenizer.VocabularySize,
            Truncated = encoded.Count(e => e.Truncated),
            Pretraining = pretraining,
            Training = outcome,
            Temperature = temperature,
            Validation = untold.Evaluate(held, cancellation),
        };
        var classifier = new TextClassifier(model, config, tokenizer, labels) { Baseline = baseline, Training = report };
        if (options.OutputDirectory is { } directory)
        {
            classifier.Save(directory);
            ModelCard.Write(directory, classifier, report);
        }

        return classifier;
    }

    /// <exception cref="InvalidInputException">The run diverged before its first epoch ended, so there is nothing to keep.</exception>
    private static TrainingOutcome RequireSomething(TrainingOutcome outcome) => outcome is { Stop: StopReason.Diverged, Epochs.Count: 0 }
        ? throw new InvalidInputException(
            $"The loss became NaN or infinite in step {outcome.Steps + 1}, before one epoch was done; expected a finite loss: try a lower learning rate.")
        : outcome;

    private static TimeSpan Spent(TrainingOutcome? outcome) => TimeSpan.FromSeconds(outcome?.Seconds ?? 0);

    private static int[] LabelsOf(IReadOnlyList<TextExample> examples, LabelSet labels) => [.. examples.Select(example => labels.IndexOf(example.Label))];

    private TrainingOutcome Pretrain(TextClassifierPlan plan, TextTokenizer tokenizer, LabelledTokens training, ParameterSet classifier, RunFiles run, TimeSpan? budget)
    {
        var model = EncoderModels.LanguageModel(plan, tokenizer.VocabularySize, new ParameterSet((ulong)options.Seed));
        var task = new MaskedLanguageTask(
            model,
            training.Tokens,
            maskRate: 0.2,
            tokenizer.MaskId,
            WordPieceVocabulary.SpecialTokens.Count,
            tokenizer.VocabularySize,
            (ulong)options.Seed);
        var trainer = new Trainer(
            task,
            new TrainingPlan
            {
                Phase = "pretraining",
                Epochs = plan.PretrainingEpochs,
                BatchSize = plan.BatchSize,
                LearningRate = plan.PretrainingLearningRate,
                WeightDecay = plan.WeightDecay,
                Seed = (ulong)options.Seed + 1,
                TimeBudget = budget,
                SaveSeconds = options.SaveSeconds,
            },
            run.PretrainingState,
            run.Fingerprint);
        var outcome = RequireSomething(trainer.Run(progress, options.Resume, cancellation));
        foreach (var (name, parameter) in classifier.All)
        {
            if (model.Parameters.TryGet(name, out var pretrained))
            {
                pretrained.Data.CopyTo(parameter.Data);
            }
        }

        return outcome;
    }

    private TrainingOutcome Train(TextClassifierPlan plan, ClassificationTask task, RunFiles run, TimeSpan? budget)
    {
        var trainer = new Trainer(
            task,
            new TrainingPlan
            {
                Epochs = plan.Epochs,
                BatchSize = plan.BatchSize,
                LearningRate = plan.LearningRate,
                WeightDecay = plan.WeightDecay,
                AverageDecay = plan.AverageDecay,
                Patience = plan.Patience,
                Seed = (ulong)options.Seed,
                TimeBudget = budget,
                SaveSeconds = options.SaveSeconds,
            },
            run.TrainingState,
            run.Fingerprint);
        return trainer.Run(run.Recording(progress), options.Resume, cancellation);
    }

    // n / (classes * n_c), as scikit-learn's "balanced".
    private static float[] ClassWeights(LabelledTokens training)
    {
        var counts = new int[training.NumClasses];
        foreach (var label in training.Labels)
        {
            counts[label]++;
        }

        return [.. counts.Select(count => training.Count / (float)(training.NumClasses * Math.Max(1, count)))];
    }

    /// <summary>
    /// Divides the logits by the temperature that fits validation best. It goes into the classifier's weights, so that every
    /// program that opens the folder gives the same probabilities.
    /// </summary>
    private double Calibrate(Heed.Models.ISequenceClassifierModel model, LabelledTokens held)
    {
        if (held.Count == 0)
        {
            return 1;
        }

        var logits = BatchInference.Logits(model, held.Tokens, held.NumClasses, cancellation);
        var temperature = TemperatureScaling.Fit(logits, held.Labels, held.NumClasses);
        foreach (var name in (ReadOnlySpan<string>)["classifier.weight", "classifier.bias"])
        {
            foreach (ref var value in model.Parameters[name].Data)
            {
                value = (float)(value / temperature);
            }
        }

        return temperature;
    }
}

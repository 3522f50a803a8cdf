using System.Diagnostics;
using Heed.Layers;
using Heed.Models;
using Heed.Pipelines.Data;
using Heed.Pipelines.Evaluation;
using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>
/// One training from texts to a classifier: preparing, guessing of hidden tokens, labels, calibration, all beside a baseline. Every
/// part is a function of data and options, so that a run that was stopped goes on by doing it again up to its saved state.
/// </summary>
internal sealed class TextClassifierTraining(TextClassifierOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
{
    // Guessing hidden tokens may take at most this share of the time budget.
    private const double PretrainingShare = 0.5;

    private ulong Seed => (ulong)options.Seed;

    public TextClassifier Run(IReadOnlyList<TextExample> train, IReadOnlyList<TextExample>? validation)
    {
        var preparing = Stopwatch.StartNew();
        var texts = PreparedTexts.Of(options, train, validation, cancellation);
        var (plan, tokenizer, labels) = (texts.Plan, texts.Tokenizer, texts.Labels);
        var run = new RunFiles(options, plan, texts.Training, texts.Validation);
        var baseline = NGramBaseline.Train(texts.Texts, texts.Training.Labels, labels.Count, cancellation);
        var targets = Targets(texts, baseline);
        var budget = options.TimeBudget - preparing.Elapsed;

        var model = EncoderModels.Classifier(plan, tokenizer.VocabularySize, labels.Count, new ParameterSet(Seed));
        var pretraining = plan.PretrainingEpochs > 0 ? Pretrain(texts, model.Parameters, run, budget * PretrainingShare) : null;
        var outcome = LearnLabels(texts, model, targets, run, budget - TimeSpan.FromSeconds(pretraining?.Seconds ?? 0));
        var temperature = Calibration.Apply(model, texts.Validation, cancellation);

        var config = EncoderModels.Config(plan, tokenizer.VocabularySize, tokenizer.ClassId, tokenizer.SeparatorId);
        var classifier = new TextClassifier(model, config, tokenizer, labels) { Baseline = baseline };
        classifier.Training = new TrainingReport
        {
            Options = options,
            Plan = plan,
            Data = texts.Report,
            TrainingExamples = texts.Training.Count,
            ValidationExamples = texts.Validation.Count,
            ValidationWasSetAside = texts.WasSetAside,
            VocabularySize = tokenizer.VocabularySize,
            Truncated = texts.Encoded.Count(e => e.Truncated),
            Pretraining = pretraining,
            Training = outcome,
            Temperature = temperature,
            Validation = classifier.Evaluate(texts.Held, cancellation),
        };
        if (options.OutputDirectory is { } directory)
        {
            classifier.Save(directory);
            ModelCard.Write(directory, classifier, classifier.Training);
        }

        return classifier;
    }

    private TrainingTargets Targets(PreparedTexts texts, NGramBaseline baseline)
    {
        var softLabels = texts.Plan.SoftLabelShare > 0 || texts.Plan.PieceShare > 0
            ? SoftLabels.CrossFit(baseline, texts.Texts, texts.Training.Labels, texts.Labels.Count, options.Seed, cancellation)
            : null;
        return new TrainingTargets(texts, softLabels, Seed);
    }

    private TrainingOutcome Pretrain(PreparedTexts texts, ParameterSet classifier, RunFiles run, TimeSpan? budget)
    {
        var (plan, tokenizer) = (texts.Plan, texts.Tokenizer);
        var model = EncoderModels.LanguageModel(plan, tokenizer.VocabularySize, new ParameterSet(Seed));
        var task = new MaskedLanguageTask(model, texts.Training.Tokens, new HiddenTokens(tokenizer, Seed));
        var outcome = Learn(task, run.PretrainingState, run, progress, new TrainingPlan
        {
            Phase = "pretraining",
            Epochs = plan.PretrainingEpochs,
            BatchSize = plan.BatchSize,
            LearningRate = plan.PretrainingLearningRate,
            WeightDecay = plan.WeightDecay,
            Seed = Seed + 1,
            TimeBudget = budget,
            SaveSeconds = options.SaveSeconds,
        });
        foreach (var (name, parameter) in classifier.All)
        {
            if (model.Parameters.TryGet(name, out var pretrained))
            {
                pretrained.Data.CopyTo(parameter.Data);
            }
        }

        return outcome;
    }

    private TrainingOutcome LearnLabels(PreparedTexts texts, ISequenceClassifierModel model, TrainingTargets targets, RunFiles run, TimeSpan? budget)
    {
        var plan = texts.Plan;
        var task = new ClassificationTask(
            model,
            (texts.Training, texts.Validation),
            targets,
            new TokenNoise(plan.TokenDropout, texts.Tokenizer.MaskId, Seed),
            options.BalanceClasses ? ClassWeights.Balanced(texts.Training) : null);
        return Learn(task, run.TrainingState, run, run.Recording(progress), new TrainingPlan
        {
            Epochs = plan.Epochs,
            BatchSize = plan.BatchSize,
            LearningRate = plan.LearningRate,
            WeightDecay = plan.WeightDecay,
            AverageDecay = plan.AverageDecay,
            Patience = plan.Patience,
            KeepTolerance = plan.KeepTolerance,
            Seed = Seed,
            TimeBudget = budget,
            SaveSeconds = options.SaveSeconds,
        });
    }

    /// <exception cref="InvalidInputException">The run diverged before its first epoch ended, so there is nothing to keep.</exception>
    private TrainingOutcome Learn(ITrainingTask task, string? state, RunFiles run, IProgress<TrainingProgress>? told, TrainingPlan plan)
    {
        var outcome = new Trainer(task, plan, state, run.Fingerprint).Run(told, options.Resume, cancellation);
        return outcome is { Stop: StopReason.Diverged, Epochs.Count: 0 }
            ? throw new InvalidInputException(
                $"The loss became NaN or infinite in step {outcome.Steps + 1}, before one epoch was done; expected a finite loss: try a lower learning rate.")
            : outcome;
    }
}

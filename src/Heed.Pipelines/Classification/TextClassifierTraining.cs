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
        var run = Files(texts);
        var baseline = NGramBaseline.Train(texts.Texts, texts.Training.Labels, labels.Count, cancellation);
        var targets = Targets(texts, baseline);
        var budget = options.TimeBudget - preparing.Elapsed;

        var model = EncoderModels.Classifier(plan, tokenizer.VocabularySize, labels.Count, new ParameterSet(Seed));
        var pretraining = plan.PretrainingEpochs > 0 ? Pretrain(texts, model.Parameters, run, budget * PretrainingShare) : null;
        var outcome = LearnLabels(texts, model, targets, run, budget - TimeSpan.FromSeconds(pretraining?.Seconds ?? 0));
        var temperature = Calibration.Apply(
            model.Parameters, BatchInference.Logits(model, texts.Validation.Tokens, labels.Count, cancellation), texts.Validation.Labels, labels.Count);

        var config = EncoderModels.Config(plan, tokenizer.VocabularySize, tokenizer.ClassId, tokenizer.SeparatorId);
        var classifier = new TextClassifier(model, config, tokenizer, labels) { Baseline = baseline };
        var report = new TextTrainingReport
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
        classifier.Training = report;
        if (options.OutputDirectory is { } directory)
        {
            classifier.Save(directory);
            run.WriteMetrics(outcome.Epochs);
            ModelCard.Write(directory, classifier, report);
        }

        return classifier;
    }

    private RunFiles Files(PreparedTexts texts)
    {
        var fingerprint = RunFiles.FingerprintOf($"{options.Seed} {options.BalanceClasses} {texts.Plan}", hash =>
        {
            texts.Training.AddTo(hash);
            texts.Validation.AddTo(hash);
        });
        return new RunFiles(options.OutputDirectory, options.Resume, fingerprint, "tokensPerSecond");
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
        var outcome = Learning.Run(task, new TrainingPlan
        {
            Phase = "pretraining",
            Epochs = plan.PretrainingEpochs,
            BatchSize = plan.BatchSize,
            LearningRate = plan.PretrainingLearningRate,
            WeightDecay = plan.WeightDecay,
            Seed = Seed + 1,
            TimeBudget = budget,
            SaveSeconds = options.SaveSeconds,
        }, run.PretrainingState, run, options.Resume, progress, cancellation);
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
            options.BalanceClasses ? ClassWeights.Balanced(texts.Training.Labels, texts.Labels.Count) : null);
        return Learning.Run(task, plan.ToTraining(options, budget), run.TrainingState, run, options.Resume, run.Recording(progress), cancellation);
    }
}

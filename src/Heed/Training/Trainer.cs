using System.Diagnostics;
using Heed.Autograd;

namespace Heed.Training;

/// <summary>
/// The training loop: batches in a seeded order, an optimizer with a schedule and clipping, a running average of the weights,
/// validation after every epoch, early stopping, a time budget. Its state is saved as it goes; a run that was killed and resumed
/// ends in the same weights, to the bit, as one never stopped.
/// </summary>
public sealed class Trainer
{
    // The first steps, of a resumed run too, compile the code and say nothing of the rate.
    private const int WarmSteps = 5;

    private readonly ITrainingTask task;
    private readonly TrainingPlan plan;
    private readonly string? statePath;
    private readonly string fingerprint;
    private readonly IOptimizer optimizer;
    private readonly ExponentialMovingAverage? average;
    private readonly Dictionary<string, Tensor> best;
    private readonly int stepsPerEpoch;
    private readonly Stopwatch sinceSave = new();
    private readonly long plannedSteps;
    private RunState state = new();
    private double recentSecondsPerStep;
    private int stepsTimed;
    private double stepLoss;

    /// <param name="task">What is learned.</param>
    /// <param name="plan">How.</param>
    /// <param name="statePath">Where the run's state is saved; null to keep none.</param>
    /// <param name="fingerprint">Names data, model and options: only a run of the same fingerprint may be resumed.</param>
    /// <exception cref="ArgumentException">There is nothing to learn from.</exception>
    public Trainer(ITrainingTask task, TrainingPlan plan, string? statePath = null, string fingerprint = "")
    {
        if (task.NumExamples == 0)
        {
            throw new ArgumentException("There is no example to learn from.", nameof(task));
        }

        (this.task, this.plan, this.statePath, this.fingerprint) = (task, plan, statePath, fingerprint);
        optimizer = plan.CreateOptimizer(task.Parameters.All);
        average = plan.AverageDecay > 0 ? new ExponentialMovingAverage(task.Parameters.All, plan.AverageDecay) : null;
        best = task.Parameters.All.ToDictionary(p => p.Key, p => Tensor.From(p.Value.Data, p.Value.Shape));
        stepsPerEpoch = (task.NumExamples + plan.BatchSize - 1) / plan.BatchSize;
        plannedSteps = (long)stepsPerEpoch * plan.Epochs;
    }

    /// <summary>Runs to the end of the plan, leaving the best weights in the task's parameters.</summary>
    /// <param name="progress">Told after every step.</param>
    /// <param name="resume">Goes on from the saved state, if there is one.</param>
    /// <param name="cancellation">Saves the state and stops.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the state is saved.</exception>
    public TrainingOutcome Run(IProgress<TrainingProgress>? progress = null, bool resume = false, CancellationToken cancellation = default)
    {
        state = resume && statePath is not null && File.Exists(statePath)
            ? RunState.Load(statePath, fingerprint, Tensors())
            : new RunState { TotalSteps = plannedSteps };
        if (state.Stop is null && plan.TimeBudget is null)
        {
            state.TotalSteps = plannedSteps;
        }

        sinceSave.Restart();
        while (state.Stop is null)
        {
            RunEpoch(progress, cancellation);
        }

        foreach (var (name, parameter) in task.Parameters.All)
        {
            best[name].Data.CopyTo(parameter.Data);
        }

        return new TrainingOutcome(state.Stop.Value, state.Epochs, state.Best, state.BestEpoch, state.Step, state.Seconds, state.WasCut);
    }

    private void RunEpoch(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var epoch = (int)(state.Step / stepsPerEpoch);
        var order = ExampleOrder.OfEpoch(task.NumExamples, plan.Seed, epoch);
        var epochEnd = (long)(epoch + 1) * stepsPerEpoch;
        while (state.Step < Math.Min(epochEnd, state.TotalSteps))
        {
            SaveIfDue(cancellation);
            var first = (int)(state.Step % stepsPerEpoch) * plan.BatchSize;
            if (!Step(order.AsSpan(first, Math.Min(plan.BatchSize, order.Length - first))))
            {
                state.Stop = StopReason.Diverged;
                return;
            }

            CutToBudget();
            if (state.Step < Math.Min(epochEnd, state.TotalSteps))
            {
                progress?.Report(Progress(null));
            }
        }

        FinishEpoch(epoch + 1, progress, cancellation);
    }

    private bool Step(ReadOnlySpan<int> examples)
    {
        var watch = Stopwatch.StartNew();
        var rate = plan.LearningRate * plan.RateFactor(state.Step, state.TotalSteps);
        task.Parameters.ClearGradients();
        using (var tape = new Tape(dropout: new DropoutSeed(plan.Seed, (ulong)state.Step)))
        {
            var loss = task.Loss(examples, new TrainingStep(state.Step, state.TotalSteps));
            var value = loss.Mean.Item();
            if (!float.IsFinite(value))
            {
                return false;
            }

            tape.Backward(loss.Mean);
            stepLoss = value;
            state.LossSum += value;
            state.LossSteps++;
            state.Correct += loss.Correct;
            state.Predictions += loss.Predictions;
            state.Tokens += loss.Tokens;
        }

        var scale = plan.ClipNorm > 0 ? GradientClipping.Coefficient(optimizer.Parameters, plan.ClipNorm) : 1;
        if (!float.IsFinite(scale))
        {
            return false;
        }

        optimizer.Step(rate, scale);
        average?.Update();
        state.Step++;
        var seconds = watch.Elapsed.TotalSeconds;
        state.Seconds += seconds;
        state.EpochSeconds += seconds;
        state.TrainSeconds += seconds;
        LearnRate(seconds);
        return true;
    }

    private void FinishEpoch(int epoch, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        average?.Swap();
        ValidationScore? score;
        try
        {
            score = task.Validate(cancellation);
            if (score is null || score.Value.IsAsGoodAs(state.LowestCriterion, plan.KeepTolerance))
            {
                state.LowestCriterion = score is null ? null : Math.Min(state.LowestCriterion ?? double.PositiveInfinity, score.Value.Criterion);
                state.Best = score;
                state.BestEpoch = epoch;
                foreach (var (name, parameter) in task.Parameters.All)
                {
                    parameter.Data.CopyTo(best[name].Data);
                }
            }
        }
        finally
        {
            average?.Swap();
        }

        state.Seconds += watch.Elapsed.TotalSeconds;
        state.EpochSeconds += watch.Elapsed.TotalSeconds;
        var steps = Math.Max(1, state.LossSteps);
        var result = new EpochResult(
            epoch,
            state.LossSum / steps,
            state.Correct / (double)Math.Max(1, state.Predictions),
            score,
            state.EpochSeconds,
            state.Tokens / Math.Max(1e-9, state.TrainSeconds));
        state.Epochs.Add(result);
        progress?.Report(Progress(result));
        state.StartEpoch();
        state.Stop =
            state.Step >= state.TotalSteps ? state.TotalSteps < plannedSteps ? StopReason.BudgetSpent : StopReason.Completed :
            plan.Patience > 0 && score is not null && epoch - state.BestEpoch >= plan.Patience ? StopReason.EarlyStopped :
            null;
        Save();
    }

    // Only where the plan would overrun: a run that fits its budget never depends on the clock. A machine that is slow for a
    // while gets the cut steps back when it is fast again.
    private void CutToBudget()
    {
        const double SecondsToLearnTheRate = 5;
        if (plan.TimeBudget is not { } budget || state.Seconds < Math.Min(SecondsToLearnTheRate, budget.TotalSeconds / 10))
        {
            return;
        }

        var left = budget.TotalSeconds - state.Seconds;
        if (left > 0 && stepsTimed <= WarmSteps)
        {
            return;
        }

        state.TotalSteps = Math.Min(plannedSteps, state.Step + Math.Max(0, (long)(left / recentSecondsPerStep)));
        state.WasCut |= state.TotalSteps < plannedSteps;
    }

    private void LearnRate(double seconds)
    {
        const double Newest = 0.05;
        recentSecondsPerStep = ++stepsTimed <= WarmSteps ? seconds : recentSecondsPerStep + (Newest * (seconds - recentSecondsPerStep));
    }

    private void SaveIfDue(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            Save();
            cancellation.ThrowIfCancellationRequested();
        }

        if (sinceSave.Elapsed.TotalSeconds >= plan.SaveSeconds)
        {
            Save();
        }
    }

    private void Save()
    {
        if (statePath is not null)
        {
            state.Save(statePath, fingerprint, Tensors());
        }

        sinceSave.Restart();
    }

    private TrainingProgress Progress(EpochResult? finished)
    {
        var secondsPerStep = state.Seconds / Math.Max(1, state.Step);
        return new TrainingProgress
        {
            Phase = plan.Phase,
            Step = state.Step,
            TotalSteps = state.TotalSteps,
            Epoch = finished?.Epoch ?? (int)(state.Step / stepsPerEpoch) + 1,
            Epochs = (int)((state.TotalSteps + stepsPerEpoch - 1) / stepsPerEpoch),
            StepLoss = stepLoss,
            Loss = state.LossSum / Math.Max(1, state.LossSteps),
            Accuracy = state.Correct / (double)Math.Max(1, state.Predictions),
            LearningRate = plan.LearningRate * plan.RateFactor(state.Step, state.TotalSteps),
            Rate = state.Tokens / Math.Max(1e-9, state.TrainSeconds),
            Elapsed = TimeSpan.FromSeconds(state.Seconds),
            Remaining = TimeSpan.FromSeconds(secondsPerStep * Math.Max(0, state.TotalSteps - state.Step)),
            FinishedEpoch = finished,
            History = state.Epochs,
        };
    }

    private IEnumerable<(string Name, Tensor Tensor)> Tensors()
    {
        foreach (var (name, parameter) in task.Parameters.All)
        {
            yield return ($"weights.{name}", parameter);
            yield return ($"best.{name}", best[name]);
        }

        foreach (var (name, tensor) in optimizer.State)
        {
            yield return ($"optimizer.{name}", tensor);
        }

        foreach (var (name, tensor) in average?.State ?? [])
        {
            yield return ($"average.{name}", tensor);
        }
    }
}

using Heed.Kernels;
using Heed.Training;

namespace Heed.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("heed-trainer-").FullName;

    private static TrainingPlan Plan => new() { Epochs = 4, BatchSize = 17, LearningRate = 3e-3f, AverageDecay = 0.9f, SaveSeconds = 0 };

    private string StatePath => Path.Combine(folder, "run.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_loss_falls()
    {
        var outcome = new Trainer(new TinyTask(), Plan with { Epochs = 30 }).Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.Completed, outcome.Stop);
        Assert.True(outcome.Epochs[^1].TrainLoss < 0.5 * outcome.Epochs[0].TrainLoss, $"{outcome.Epochs[0].TrainLoss} to {outcome.Epochs[^1].TrainLoss}");
    }

    [Fact]
    public void Muon_learns_at_a_rate_at_which_AdamW_does_not()
    {
        var plan = Plan with { Epochs = 20, AverageDecay = 0, Decay = Decay.Linear, LearningRate = 0.03f };
        Assert.InRange(LastLoss(plan with { Optimizer = OptimizerChoice.Muon }), 0, 0.2);
        Assert.InRange(LastLoss(plan), 0.4, 1);

        static double LastLoss(TrainingPlan plan) =>
            new Trainer(new TinyTask(), plan).Run(cancellation: TestContext.Current.CancellationToken).Epochs[^1].TrainLoss;
    }

    [Theory]
    [InlineData(OptimizerChoice.AdamW)]
    [InlineData(OptimizerChoice.Muon)]
    public void One_thread_and_three_give_the_same_bits(OptimizerChoice optimizer)
    {
        var threads = Team.Threads;
        try
        {
            Team.Threads = 1;
            var alone = Trained(new TinyTask(), optimizer);
            Team.Threads = 3;
            Assert.Equal(alone, Trained(new TinyTask(), optimizer));
        }
        finally
        {
            Team.Threads = threads;
        }
    }

    [Fact]
    public void Another_seed_gives_other_weights() => Assert.NotEqual(Trained(new TinyTask(seed: 1)), Trained(new TinyTask(seed: 2)));

    [Theory]
    [InlineData(1, OptimizerChoice.AdamW)]
    [InlineData(6, OptimizerChoice.AdamW)]
    [InlineData(11, OptimizerChoice.AdamW)]
    [InlineData(19, OptimizerChoice.AdamW)]
    [InlineData(1, OptimizerChoice.Muon)]
    [InlineData(11, OptimizerChoice.Muon)]
    public void A_run_cancelled_and_resumed_ends_in_the_weights_of_one_never_stopped(long stopAt, OptimizerChoice optimizer)
    {
        var plan = Plan with { Optimizer = optimizer };
        var expected = Trained(new TinyTask(), optimizer);
        using var stop = new CancellationTokenSource();
        var stopped = new TinyTask { OnStep = step => CancelAt(step, stopAt, stop) };
        Assert.Throws<OperationCanceledException>(() => new Trainer(stopped, plan, StatePath).Run(cancellation: stop.Token));

        var resumed = new TinyTask(seed: 77);
        var outcome = new Trainer(resumed, plan, StatePath).Run(resume: true, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(expected, resumed.Weights());
        Assert.Equal(4, outcome.Epochs.Count);
    }

    [Fact]
    public void Resuming_a_finished_run_gives_its_weights_at_once()
    {
        var finished = new TinyTask();
        new Trainer(finished, Plan, StatePath).Run(cancellation: TestContext.Current.CancellationToken);
        var again = new TinyTask(seed: 77) { OnStep = _ => Assert.Fail("nothing is left to do") };
        new Trainer(again, Plan, StatePath).Run(resume: true, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(finished.Weights(), again.Weights());
    }

    [Fact]
    public void A_run_of_other_data_or_options_is_not_resumed()
    {
        new Trainer(new TinyTask(), Plan, StatePath, "these").Run(cancellation: TestContext.Current.CancellationToken);
        var error = Assert.Throws<InvalidInputException>(() => new Trainer(new TinyTask(), Plan, StatePath, "others").Run(resume: true, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("other data or options", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_stops_the_run_and_keeps_the_best_weights()
    {
        var sound = new TinyTask();
        new Trainer(sound, Plan with { Epochs = 2, Decay = Decay.Constant }).Run(cancellation: TestContext.Current.CancellationToken);
        var task = new TinyTask { NaNFrom = 2 * 6 };
        var outcome = new Trainer(task, Plan with { Decay = Decay.Constant, WarmupShare = 0.05f }).Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.Diverged, outcome.Stop);
        Assert.Equal(2, outcome.Epochs.Count);
        Assert.All(task.Weights(), weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void Patience_stops_a_run_that_gets_no_better_and_the_best_epoch_counts()
    {
        var task = new TinyTask { FakeScore = epoch => new ValidationScore(epoch == 3 ? 0.5 : 0.9, 0.5) };
        var outcome = new Trainer(task, Plan with { Epochs = 50, Patience = 4 }).Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.EarlyStopped, outcome.Stop);
        Assert.Equal((3, 7), (outcome.BestEpoch, outcome.Epochs.Count));
    }

    [Fact]
    public void A_later_state_is_kept_while_it_is_within_the_tolerance_of_the_lowest()
    {
        double[] losses = [0.5, 0.3, 0.34, 0.36, 0.34, 0.39];
        var task = new TinyTask { FakeScore = epoch => new ValidationScore(losses[epoch - 1], 0.5) };
        var outcome = new Trainer(task, Plan with { Epochs = 6, KeepTolerance = 0.05 }).Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(5, outcome.BestEpoch);
    }

    [Fact]
    public void A_spent_budget_cuts_the_plan_and_says_so()
    {
        var task = new TinyTask { OnStep = _ => Thread.Sleep(5) };
        var outcome = new Trainer(task, Plan with { Epochs = 10_000, TimeBudget = TimeSpan.FromSeconds(0.5) }).Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.BudgetSpent, outcome.Stop);
        Assert.True(outcome.WasCut);
        Assert.InRange(outcome.Steps, 1, 100);
    }

    [Fact]
    public void A_plan_that_was_cut_is_whole_again_for_a_run_that_goes_on_without_a_budget()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var whole = Plan with { Epochs = 60 };
        var planned = 0L;
        var cutting = new Observer(progress =>
        {
            planned = Math.Max(planned, progress.TotalSteps);
            if (progress.TotalSteps < planned)
            {
                stop.Cancel();
            }
        });
        var slow = new Trainer(new TinyTask { OnStep = _ => Thread.Sleep(20) }, whole with { TimeBudget = TimeSpan.FromSeconds(3) }, folder.File("state"));
        Assert.Throws<OperationCanceledException>(() => slow.Run(cutting, cancellation: stop.Token));

        var further = new Trainer(new TinyTask(), whole, folder.File("state"));
        var outcome = further.Run(resume: true, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((StopReason.Completed, planned), (outcome.Stop, outcome.Steps));
        Assert.True(outcome.WasCut, "for a while the learning rate went by another plan");
    }

    [Fact]
    public void A_step_after_the_first_allocates_next_to_nothing_on_the_managed_heap()
    {
        var task = new TinyTask();
        var allocated = new List<long>();
        var before = 0L;
        var trainer = new Trainer(task, Plan with { BatchSize = 101, Epochs = 12 });
        var observer = new Observer(_ =>
        {
            allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
            before = GC.GetAllocatedBytesForCurrentThread();
        });
        trainer.Run(observer, cancellation: TestContext.Current.CancellationToken);

        // The tensors of such a step are some megabytes; what is left are the tape's own small objects and the batch.
        Assert.InRange(allocated[6..].Average(), 0, 150_000);
    }

    private static float[] Trained(TinyTask task, OptimizerChoice optimizer = OptimizerChoice.AdamW)
    {
        new Trainer(task, Plan with { Optimizer = optimizer }).Run(cancellation: TestContext.Current.CancellationToken);
        return task.Weights();
    }

    private static void CancelAt(long step, long stopAt, CancellationTokenSource source)
    {
        if (step == stopAt)
        {
            source.Cancel();
        }
    }

    private sealed class Observer(Action<TrainingProgress> act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => act(value);
    }
}

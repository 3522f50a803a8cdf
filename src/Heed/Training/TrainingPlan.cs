using Heed.Autograd;

namespace Heed.Training;

/// <summary>How the learning rate falls after the warm-up.</summary>
public enum Decay
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>In a straight line to 0.</summary>
    Linear,

    /// <summary>In half a cosine to 0 (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>It stays until the last steps, a share of <see cref="TrainingPlan.DecayShare"/>, and falls over them in a straight line to 0.</summary>
    Trapezoid,
}

/// <summary>The numbers of a training run.</summary>
public sealed record TrainingPlan
{
    /// <summary>Name of the run's phase, for progress: pretraining, training.</summary>
    public string Phase { get; init; } = "training";

    /// <summary>Passes over the examples.</summary>
    public required int Epochs { get; init; }

    /// <summary>Examples a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The highest learning rate.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Share of the steps in which the rate rises from 0.</summary>
    public float WarmupShare { get; init; } = 0.1f;

    public Decay Decay { get; init; } = Decay.Cosine;

    /// <summary>With <see cref="Decay.Trapezoid"/>: share of the steps over which the rate falls.</summary>
    public float DecayShare { get; init; } = 0.2f;

    public OptimizerChoice Optimizer { get; init; }

    /// <summary>Muon's momentum.</summary>
    public double Momentum { get; init; } = 0.95;

    /// <summary>With Muon: the learning rate of AdamW, which moves what is no hidden matrix, over <see cref="LearningRate"/>.</summary>
    public double OtherRateFactor { get; init; } = 1;

    /// <summary>With Muon: which parameters are hidden matrices; null for <see cref="Muon.IsHiddenMatrix"/>.</summary>
    public Func<string, Tensor, bool>? IsHiddenMatrix { get; init; }

    /// <summary>Decoupled weight decay (Loshchilov and Hutter 2019); biases and norms have none.</summary>
    public double WeightDecay { get; init; } = 0.01;

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The gradient is scaled down to this norm where it is longer; 0 for never.</summary>
    public float ClipNorm { get; init; } = 1;

    /// <summary>Decay of the running average of the weights, which validation and the result use; 0 for none.</summary>
    public float AverageDecay { get; init; }

    /// <summary>
    /// A later state is kept while its criterion is at most this much above the lowest; 0 to keep the lowest. Where validation is
    /// all but perfect the differences are noise, and the longer training is the better bet.
    /// </summary>
    public double KeepTolerance { get; init; }

    /// <summary>Stops after so many epochs without a better validation score; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>
    /// The plan is cut short where it would take longer than this. A run that was cut depends on the speed of the machine: the
    /// outcome says so.
    /// </summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Decides the order of the examples and every dropout.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Seconds between two saves of the run's state.</summary>
    public double SaveSeconds { get; init; } = 20;

    /// <summary>What <see cref="Optimizer"/> names, of these parameters.</summary>
    internal IOptimizer CreateOptimizer(IEnumerable<KeyValuePair<string, Tensor>> parameters)
    {
        return Optimizer == OptimizerChoice.Muon
            ? new Muon(parameters, Decays, IsHiddenMatrix, Momentum, WeightDecay, OtherRateFactor, Beta1, Beta2, Epsilon)
            : new AdamW(parameters, Decays, Beta1, Beta2, Epsilon, WeightDecay);

        // Matrices decay; biases and the gains of norms, which are vectors, do not.
        static bool Decays(string name, Tensor parameter) => parameter.Rank >= 2;
    }

    /// <summary>The learning rate's factor at <paramref name="step"/> of <paramref name="totalSteps"/> steps.</summary>
    internal double RateFactor(long step, long totalSteps)
    {
        var warmup = (long)Math.Round(WarmupShare * totalSteps);
        return Decay switch
        {
            Decay.Linear => Schedule.Linear(step, warmup, totalSteps),
            Decay.Cosine => Schedule.Cosine(step, warmup, totalSteps),
            Decay.Trapezoid => Schedule.WarmupStableDecay(step, warmup, (long)Math.Round(DecayShare * totalSteps), totalSteps),
            _ => Schedule.Constant(step, warmup),
        };
    }
}

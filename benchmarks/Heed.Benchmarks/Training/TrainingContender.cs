using Heed.Benchmarks.Measuring;

namespace Heed.Benchmarks.Training;

/// <summary>Training of a model by one library: a run is one step, from the batch to the changed weights.</summary>
internal abstract class TrainingContender(string library, string form = "") : Contender(library, form)
{
    // So small that hundreds of steps over the same batch leave a loss worth learning from.
    public const double LearningRate = 1e-5;
    public const double WeightDecay = 0.01;

    /// <summary>The loss that the last step began with.</summary>
    public float Loss { get; protected set; }

    /// <summary>The last step's gradient of every parameter, by name.</summary>
    public abstract IReadOnlyDictionary<string, float[]> Gradients();
}

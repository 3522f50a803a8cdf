using Heed.Training;

namespace Heed.Pipelines.Tests.ImageClassification;

/// <summary>Progress that is told at once, on the thread that trains.</summary>
internal sealed class Callback(Action<TrainingProgress> act) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => act(value);
}

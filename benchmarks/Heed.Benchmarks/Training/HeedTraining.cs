using Heed.Autograd;
using Heed.Benchmarks.Models;
using Heed.Benchmarks.Peers;
using Heed.Layers;
using Heed.Training;

namespace Heed.Benchmarks.Training;

/// <summary>A step of Heed's training loop.</summary>
internal sealed class HeedTraining : TrainingContender
{
    private readonly ParameterSet parameters;
    private readonly Func<Tensor> loss;
    private readonly AdamW optimizer;

    /// <param name="parameters">What is learnt.</param>
    /// <param name="loss">The loss of the batch.</param>
    public HeedTraining(ParameterSet parameters, Func<Tensor> loss)
        : base(Libraries.Heed)
    {
        (this.parameters, this.loss) = (parameters, loss);
        foreach (var (name, parameter) in parameters.All)
        {
            RandomWeights.Fill(name, parameter.Data);
        }

        optimizer = new AdamW(parameters.All, (_, parameter) => parameter.Rank > 1, weightDecay: WeightDecay);
    }

    public override void Run()
    {
        parameters.ClearGradients();
        using (var tape = new Tape())
        {
            var mean = loss();
            Loss = mean.Item();
            tape.Backward(mean);
        }

        optimizer.Step(LearningRate);
    }

    public override IReadOnlyDictionary<string, float[]> Gradients() =>
        parameters.All.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.Gradient.ToArray());

    public override void Dispose()
    {
    }
}

using Heed.Autograd;
using Heed.Layers;
using Heed.Training;

namespace Heed.Cli.Lesson;

/// <summary>The training of the lesson's small models: AdamW, a rate that falls as half a cosine, gradients clipped to length 1.</summary>
internal static class SmallTraining
{
    public static void Run(ParameterSet parameters, int steps, double rate, Func<int, Tensor> lossOf, CancellationToken cancellation)
    {
        var optimizer = new AdamW(parameters.All, (_, parameter) => parameter.Rank > 1);
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var tape = new Tape();
            parameters.ClearGradients();
            tape.Backward(lossOf(step));
            optimizer.Step(
                rate * Schedule.Cosine(step + 1, warmupSteps: steps / 20, steps), GradientClipping.Coefficient(optimizer.Parameters, maxNorm: 1));
        }
    }
}

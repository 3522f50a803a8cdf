using System.Numerics.Tensors;

namespace Heed.Pipelines.Evaluation;

/// <summary>
/// Minimises a smooth convex function from its gradients: steps along <c>-H g</c>, where H approximates the inverse Hessian
/// from the last few changes of place and gradient (two-loop recursion), with backtracking until the Armijo condition
/// <c>f(x + t d) &lt;= f(x) + 1e-4 t g.d</c> holds.
/// </summary>
/// <remarks>Source: Nocedal and Wright, Numerical Optimization, 2nd edition, algorithms 3.1, 7.4 and 7.5.</remarks>
internal static class LimitedMemoryBfgs
{
    private const int Memory = 6;
    private const int MaxHalvings = 30;

    /// <summary>The function at <paramref name="place"/>; its gradient overwrites <paramref name="gradient"/>.</summary>
    public delegate double Objective(ReadOnlySpan<float> place, Span<float> gradient);

    /// <summary>Moves <paramref name="place"/> to the minimum.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="place">Where to begin; where it ended.</param>
    /// <param name="maxIterations">The most steps taken.</param>
    /// <param name="convexity">m > 0 such that <c>f - m |x|^2 / 2</c> is still convex, so that <c>f(x) - min f &lt;= |g|^2 / (2 m)</c>.</param>
    /// <param name="tolerance">Ends when that bound on what is left to gain is at most this part of f(x).</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The steps taken.</returns>
    public static int Minimize(
        Objective objective, float[] place, int maxIterations, double convexity, double tolerance, CancellationToken cancellation = default)
    {
        var gradient = new float[place.Length];
        var direction = new float[place.Length];
        var trial = new float[place.Length];
        var trialGradient = new float[place.Length];
        List<(float[] Step, float[] Change, double Curvature)> history = [];
        var value = objective(place, gradient);
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TensorPrimitives.SumOfSquares<float>(gradient) / (2 * convexity) <= tolerance * Math.Abs(value))
            {
                return iteration;
            }

            Descend(gradient, history, direction);
            var slope = (double)TensorPrimitives.Dot<float>(gradient, direction);
            if (slope >= 0)
            {
                return iteration;
            }

            var step = history.Count == 0 ? 1 / TensorPrimitives.Norm<float>(gradient) : 1f;
            if (!Search(objective, place, value, direction, slope, step, trial, trialGradient, out var trialValue))
            {
                // Single precision resolves no further descent.
                return iteration;
            }

            Remember(history, place, gradient, trial, trialGradient);
            trial.CopyTo(place, 0);
            trialGradient.CopyTo(gradient, 0);
            value = trialValue;
        }

        return maxIterations;
    }

    private static bool Search(
        Objective objective, float[] place, double value, float[] direction, double slope, float step, float[] trial, float[] trialGradient, out double trialValue)
    {
        for (var halving = 0; halving < MaxHalvings; halving++)
        {
            TensorPrimitives.MultiplyAdd(direction, step, place, trial);
            trialValue = objective(trial, trialGradient);
            if (trialValue <= value + (1e-4 * step * slope) && trialValue < value)
            {
                return true;
            }

            step /= 2;
        }

        trialValue = value;
        return false;
    }

    private static void Remember(
        List<(float[] Step, float[] Change, double Curvature)> history, float[] place, float[] gradient, float[] trial, float[] trialGradient)
    {
        float[] step;
        float[] change;
        if (history.Count == Memory)
        {
            (step, change, _) = history[0];
            history.RemoveAt(0);
        }
        else
        {
            (step, change) = (new float[place.Length], new float[place.Length]);
        }

        TensorPrimitives.Subtract(trial, place, step);
        TensorPrimitives.Subtract(trialGradient, gradient, change);
        var curvature = (double)TensorPrimitives.Dot<float>(step, change);
        if (curvature > 0)
        {
            history.Add((step, change, curvature));
        }
    }

    private static void Descend(float[] gradient, List<(float[] Step, float[] Change, double Curvature)> history, float[] direction)
    {
        TensorPrimitives.Negate(gradient, direction);
        if (history.Count == 0)
        {
            return;
        }

        Span<double> weights = stackalloc double[Memory];
        for (var i = history.Count - 1; i >= 0; i--)
        {
            var (step, change, curvature) = history[i];
            weights[i] = TensorPrimitives.Dot<float>(step, direction) / curvature;
            TensorPrimitives.MultiplyAdd(change, (float)-weights[i], direction, direction);
        }

        var (_, last, lastCurvature) = history[^1];
        TensorPrimitives.Multiply(direction, (float)(lastCurvature / TensorPrimitives.SumOfSquares<float>(last)), direction);
        for (var i = 0; i < history.Count; i++)
        {
            var (step, change, curvature) = history[i];
            var correction = weights[i] - (TensorPrimitives.Dot<float>(change, direction) / curvature);
            TensorPrimitives.MultiplyAdd(step, (float)correction, direction, direction);
        }
    }
}

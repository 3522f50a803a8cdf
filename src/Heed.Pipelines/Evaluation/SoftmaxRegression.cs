using System.Numerics.Tensors;

namespace Heed.Pipelines.Evaluation;

/// <summary>
/// A linear classifier over sparse rows: <c>p(k | x) = softmax(x W + b)[k]</c>, with W and b minimising
/// <c>C * sum_i -ln p(y_i | x_i) + |W|^2 / 2</c>; b is not penalised.
/// </summary>
/// <remarks>
/// With two classes the logit of the first is fixed at zero, which is logistic regression.
/// Source: Bishop, Pattern Recognition and Machine Learning, section 4.3.4.
/// </remarks>
internal sealed class SoftmaxRegression
{
    private const int MaxIterations = 200;

    /// <param name="weights">W over b, row-major: [features + 1, columns], where two classes take one column.</param>
    /// <param name="numClasses">How many classes there are.</param>
    public SoftmaxRegression(float[] weights, int numClasses)
    {
        Weights = weights;
        NumClasses = numClasses;
    }

    public float[] Weights { get; }

    public int NumClasses { get; }

    /// <summary>The columns of W: one for each class, or one for the second of two.</summary>
    public static int Columns(int numClasses) => numClasses == 2 ? 1 : numClasses;

    /// <summary>Fits W and b.</summary>
    /// <param name="rows">Rows of features.</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="examples">The rows to train on.</param>
    /// <param name="numClasses">How many classes there are.</param>
    /// <param name="strength">C: how much the data count against the penalty.</param>
    /// <param name="start">Weights to begin from, or null for zeros.</param>
    /// <param name="tolerance">How far above its minimum the objective may end, as a part of it.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static SoftmaxRegression Fit(
        SparseMatrix rows, int[] labels, int[] examples, int numClasses, double strength, float[]? start, double tolerance, CancellationToken cancellation)
    {
        var columns = Columns(numClasses);
        var weights = (float[]?)start?.Clone() ?? new float[(rows.NumColumns + 1) * columns];
        double Objective(ReadOnlySpan<float> place, Span<float> gradient)
        {
            var scale = (float)(1 / (strength * examples.Length));
            var penalised = place[..^columns];
            TensorPrimitives.Multiply(penalised, scale, gradient[..^columns]);
            gradient[^columns..].Clear();
            var loss = AddGradient(rows, labels, examples, numClasses, place, gradient);
            return (loss / examples.Length) + (scale * (double)TensorPrimitives.SumOfSquares(penalised) / 2);
        }

        LimitedMemoryBfgs.Minimize(Objective, weights, MaxIterations, 1 / (strength * examples.Length), tolerance, cancellation);
        return new SoftmaxRegression(weights, numClasses);
    }

    /// <summary>The probability of every class for one row.</summary>
    public void Probabilities(ReadOnlySpan<int> features, ReadOnlySpan<float> values, Span<float> probabilities)
    {
        Logits(features, values, Weights, probabilities);
        SoftMax(probabilities);
    }

    /// <summary>The mean of <c>-ln p(y_i | x_i)</c> over <paramref name="examples"/>.</summary>
    public double MeanLoss(SparseMatrix rows, int[] labels, int[] examples)
    {
        Span<float> probabilities = new float[NumClasses];
        var loss = 0.0;
        foreach (var row in examples)
        {
            Probabilities(rows.ColumnsOf(row), rows.ValuesOf(row), probabilities);
            loss -= LogOf(probabilities[labels[row]]);
        }

        return loss / examples.Length;
    }

    /// <summary>The sum of the losses; adds the gradient of their mean to <paramref name="gradient"/>.</summary>
    private static double AddGradient(
        SparseMatrix rows, int[] labels, int[] examples, int numClasses, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        var columns = Columns(numClasses);
        Span<float> errors = new float[numClasses];
        var loss = 0.0;
        foreach (var row in examples)
        {
            var features = rows.ColumnsOf(row);
            var values = rows.ValuesOf(row);
            Logits(features, values, weights, errors);
            SoftMax(errors);
            loss -= LogOf(errors[labels[row]]);
            errors[labels[row]] -= 1;
            TensorPrimitives.Divide(errors, examples.Length, errors);
            Span<float> change = errors[^columns..];
            if (columns == 1)
            {
                for (var i = 0; i < features.Length; i++)
                {
                    gradient[features[i]] += values[i] * change[0];
                }
            }
            else
            {
                for (var i = 0; i < features.Length; i++)
                {
                    var target = gradient.Slice(features[i] * columns, columns);
                    for (var c = 0; c < target.Length; c++)
                    {
                        target[c] += values[i] * change[c];
                    }
                }
            }

            var bias = gradient[^columns..];
            TensorPrimitives.Add(bias, change, bias);
        }

        return loss;
    }

    private static void Logits(ReadOnlySpan<int> features, ReadOnlySpan<float> values, ReadOnlySpan<float> weights, Span<float> logits)
    {
        var columns = Columns(logits.Length);
        logits.Clear();
        var free = logits[^columns..];
        weights[^columns..].CopyTo(free);
        if (columns == 1)
        {
            var sum = free[0];
            for (var i = 0; i < features.Length; i++)
            {
                sum += values[i] * weights[features[i]];
            }

            free[0] = sum;
            return;
        }

        for (var i = 0; i < features.Length; i++)
        {
            var source = weights.Slice(features[i] * columns, columns);
            for (var c = 0; c < source.Length; c++)
            {
                free[c] += values[i] * source[c];
            }
        }
    }

    // A probability too small for a float is a large loss, not an infinite one.
    private static double LogOf(float probability) => Math.Log(Math.Max(probability, float.Epsilon));

    // TensorPrimitives.SoftMax does not subtract the maximum.
    private static void SoftMax(Span<float> logits)
    {
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), logits);
        TensorPrimitives.Exp(logits, logits);
        TensorPrimitives.Divide(logits, TensorPrimitives.Sum<float>(logits), logits);
    }
}

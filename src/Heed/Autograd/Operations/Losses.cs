namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>(x - y)^2, element by element. Backward: dx += 2 (x - y) dz, dy -= 2 (x - y) dz.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="y">The same shape.</param>
    /// <param name="reduction">The mean is over all elements.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor SquaredError(Tensor x, Tensor y, Reduction reduction = Reduction.Mean)
    {
        Check.SameShape(x, y, nameof(SquaredError));
        var difference = Subtract(x, y);
        return Reduce(Multiply(difference, difference), reduction);
    }

    /// <summary>
    /// Two classes, each element by itself: with p = sigmoid(x), z = -t log p - (1 - t) log(1 - p), from the logits so that nothing
    /// overflows. Backward: dx += (p - t) dz.
    /// </summary>
    /// <param name="logits">x, any shape.</param>
    /// <param name="targets">t, one for each logit, each in [0, 1].</param>
    /// <param name="reduction">The mean is over all elements.</param>
    /// <exception cref="ArgumentException">There are more or fewer targets than logits.</exception>
    public static Tensor BinaryCrossEntropy(Tensor logits, float[] targets, Reduction reduction = Reduction.Mean)
    {
        var positive = Tensor.From(targets, logits.Shape);
        var negative = Tensor.From([.. targets.Select(target => 1 - target)], logits.Shape);
        // -log sigmoid(x) = log(1 + e^-x), and -log(1 - sigmoid(x)) = log(1 + e^x).
        return Reduce(Add(Multiply(positive, Softplus(Scale(logits, -1))), Multiply(negative, Softplus(logits))), reduction);
    }

    /// <summary>
    /// The divergence of Kullback and Leibler 1951, a number a row: z = sum_c t_c (log t_c - y_c), where y are log-probabilities and
    /// 0 log 0 = 0. Backward: dy_c -= t_c dz.
    /// </summary>
    /// <param name="logProbabilities">y, [rows, classes], such as <see cref="LogSoftmax(Tensor)"/> gives.</param>
    /// <param name="targets">t, [rows, classes], each row a distribution.</param>
    /// <param name="reduction">The mean is over the rows, which torch calls batchmean; unreduced they are [rows].</param>
    /// <exception cref="ArgumentException">There are more or fewer targets than log-probabilities.</exception>
    public static Tensor KullbackLeibler(Tensor logProbabilities, float[] targets, Reduction reduction = Reduction.Mean)
    {
        if (targets.Length != logProbabilities.Length)
        {
            throw new ArgumentException($"{nameof(KullbackLeibler)} expects a target for each element of {logProbabilities}, not {targets.Length}.", nameof(targets));
        }

        var classes = logProbabilities.Columns;
        var z = Tape.New(logProbabilities.Rows);
        for (var row = 0; row < z.Length; row++)
        {
            var sum = 0d;
            var y = logProbabilities.Data.Slice(row * classes, classes);
            for (var c = 0; c < classes; c++)
            {
                double t = targets[(row * classes) + c];
                sum += t == 0 ? 0 : t * (Math.Log(t) - y[c]);
            }

            z.Data[row] = (float)sum;
        }

        return Reduce(
            !Tape.Records(logProbabilities) ? z : Tape.Record(z, () =>
            {
                var dy = logProbabilities.GradientToAddTo();
                for (var i = 0; i < dy.Length; i++)
                {
                    dy[i] -= targets[i] * z.Gradient[i / classes];
                }
            }),
            reduction);
    }

    private static Tensor Reduce(Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.Mean => Mean(losses),
        Reduction.Sum => Sum(losses),
        _ => losses,
    };
}

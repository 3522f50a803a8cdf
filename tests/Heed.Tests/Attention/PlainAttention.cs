using System.Numerics;

namespace Heed.Tests.Attention;

/// <summary>
/// softmax(Q K^T scale + bias) V of one head and sequence, and its gradients, as the formula says, all in numbers of one type: in
/// double precision the truth, in single what rounding costs without any art.
/// </summary>
internal sealed record PlainAttention(int QueryLen, int KeyLen, int HeadDim, int ValueDim, float[] Query, float[] Key, float[] Value, float[] Flow, float[] Bias)
{
    /// <summary>The output, and the gradients of queries, keys and values.</summary>
    public double[][] Compute<T>(float scale)
        where T : IFloatingPointIeee754<T>
    {
        var (output, dq, dk, dv) = (new T[QueryLen * ValueDim], new T[QueryLen * HeadDim], new T[KeyLen * HeadDim], new T[KeyLen * ValueDim]);
        var factor = T.CreateChecked(scale);
        for (var i = 0; i < QueryLen; i++)
        {
            var (weights, flows) = (Weights<T>(i, factor), new T[KeyLen]);
            var mean = T.Zero;
            for (var j = 0; j < KeyLen; j++)
            {
                for (var d = 0; d < ValueDim; d++)
                {
                    output[(i * ValueDim) + d] += weights[j] * Number<T>(Value, (j * ValueDim) + d);
                    dv[(j * ValueDim) + d] += weights[j] * Number<T>(Flow, (i * ValueDim) + d);
                    flows[j] += Number<T>(Flow, (i * ValueDim) + d) * Number<T>(Value, (j * ValueDim) + d);
                }

                mean += weights[j] * flows[j];
            }

            for (var j = 0; j < KeyLen; j++)
            {
                var gradient = factor * weights[j] * (flows[j] - mean);
                for (var d = 0; d < HeadDim; d++)
                {
                    dq[(i * HeadDim) + d] += gradient * Number<T>(Key, (j * HeadDim) + d);
                    dk[(j * HeadDim) + d] += gradient * Number<T>(Query, (i * HeadDim) + d);
                }
            }
        }

        return [.. new[] { output, dq, dk, dv }.Select(values => values.Select(double.CreateChecked).ToArray())];
    }

    private T[] Weights<T>(int i, T scale)
        where T : IFloatingPointIeee754<T>
    {
        var weights = new T[KeyLen];
        for (var j = 0; j < KeyLen; j++)
        {
            var product = T.Zero;
            for (var d = 0; d < HeadDim; d++)
            {
                product += Number<T>(Query, (i * HeadDim) + d) * Number<T>(Key, (j * HeadDim) + d);
            }

            weights[j] = (product * scale) + Number<T>(Bias, (i * KeyLen) + j);
        }

        var max = weights.Max()!;
        var sum = T.Zero;
        for (var j = 0; j < KeyLen; j++)
        {
            weights[j] = T.Exp(weights[j] - max);
            sum += weights[j];
        }

        return [.. weights.Select(weight => weight / sum)];
    }

    private static T Number<T>(float[] values, int index)
        where T : IFloatingPointIeee754<T> => T.CreateChecked(values[index]);
}

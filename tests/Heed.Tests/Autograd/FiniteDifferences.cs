using Heed.Autograd;

namespace Heed.Tests.Autograd;

/// <summary>Checks gradients against (f(x + h) - f(x - h)) / 2h, of sum(output * upstream).</summary>
internal static class FiniteDifferences
{
    /// <param name="function">Computes the output from the inputs.</param>
    /// <param name="inputs">Every one of them is checked.</param>
    public static void Check(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        float[] upstream;
        using (var tape = new Tape())
        {
            var output = function(inputs);
            upstream = Random(output.Length, seed: 99);
            tape.Backward((output, upstream));
        }

        foreach (var input in inputs)
        {
            for (var i = 0; i < input.Length; i++)
            {
                const float H = 1e-2f;
                var original = input.Data[i];
                var numeric = Difference(H);
                // Richardson's step takes away the error in h squared, so that float32 needs no small h.
                numeric += (Difference(H / 2) - numeric) * 4 / 3;
                var tolerance = 2e-3 * Math.Max(1, Math.Abs(numeric));
                Assert.True(Math.Abs(input.Gradient[i] - numeric) <= tolerance, $"{input} at {i}: {input.Gradient[i]}, by differences {numeric}");

                double Difference(float h)
                {
                    input.Data[i] = original + h;
                    var above = Value();
                    input.Data[i] = original - h;
                    var below = Value();
                    input.Data[i] = original;
                    return (above - below) / (2 * h);
                }
            }
        }

        double Value()
        {
            using var tape = new Tape(recordsGradients: false);
            var output = function(inputs).Data;
            var sum = 0.0;
            for (var i = 0; i < output.Length; i++)
            {
                sum += (double)output[i] * upstream[i];
            }

            return sum;
        }
    }

    /// <summary>A parameter of normally distributed values.</summary>
    public static Tensor Parameter(int seed, params int[] shape)
    {
        var tensor = Tensor.Parameter(shape);
        Random(tensor.Length, seed).CopyTo(tensor.Data);
        return tensor;
    }

    public static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }
}

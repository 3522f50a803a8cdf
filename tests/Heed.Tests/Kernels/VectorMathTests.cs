using System.Runtime.Intrinsics;
using Heed.Kernels;
using Heed.Kernels.Reference;

namespace Heed.Tests.Kernels;

/// <summary>The functions of all lanes, in every width that this processor has.</summary>
public unsafe class VectorMathTests
{
    private delegate float[] Function(float[] x);

    private static readonly float[] Edges =
        [0, -0f, 1, float.NegativeInfinity, float.NaN, -1e30f, -126.01f, -127, -149, -1000, 126, -126, 1e-40f, -1e-40f, 88];

    [Fact]
    public void Powers_of_two_are_within_two_units_in_the_last_place()
    {
        AssertRelative(Sweep(-126, 127), x => Math.Pow(2, x), 2e-7, On<Exp2>());
        AssertRelative(Sweep(-2, 2), x => Math.Pow(2, x), 2e-7, On<Exp2>());
    }

    [Fact]
    public void Exponentials_are_within_two_units_in_the_last_place() => AssertRelative(Sweep(-87.3f, 87.9f), Math.Exp, 2e-7, On<Exp>());

    [Fact]
    public void Tanh_and_the_logistic_function_are_within_a_few_units_in_the_last_place()
    {
        AssertRelative(Sweep(-12, 12), Math.Tanh, 3e-7, On<Tanh>());
        AssertRelative(Sweep(-86, 30), x => 1 / (1 + Math.Exp(-x)), 3e-7, On<Sigmoid>());
    }

    [Fact]
    public void Logarithms_of_one_and_more_are_within_a_few_units_in_the_last_place()
    {
        AssertRelative([.. Sweep(0, 1), 0, 1], x => Math.Log(1 + x), 3e-7, On<LogOnePlus>());
        AssertRelative([1e-8f, 1e-30f], x => x, 3e-7, On<LogOnePlus>());
    }

    [Fact]
    public void The_normal_distribution_keeps_its_tail()
    {
        var x = Sweep(-12, 12, 20_000);
        foreach (var (width, function) in On<Normal>())
        {
            var y = function(x);
            for (var i = 0; i < x.Length; i++)
            {
                var expected = ActivationReference.NormalDistribution(x[i]);
                if (!(Math.Abs(y[i] - expected) <= Math.Min(1.5e-7, 3e-5 * expected)))
                {
                    Assert.Fail($"{width} lanes, {x[i]}: expected {expected:R}, found {y[i]:R}.");
                }
            }
        }
    }

    [Fact]
    public void Edges_are_exact()
    {
        foreach (var (_, exp2) in On<Exp2>())
        {
            Assert.Equal([1, 1, 2, 0, float.NaN, 0, 0, 0, 0, 0], exp2(Edges)[..10]);
            Assert.Equal([MathF.Pow(2, -126), 1, 1], exp2(Edges)[11..14]);
        }

        foreach (var (_, exp) in On<Exp>())
        {
            Assert.Equal([1, 1], exp(Edges)[..2]);
            Assert.Equal([0, float.NaN, 0, 0, 0, 0, 0], exp(Edges)[3..10]);
        }

        float[] ends = [float.NegativeInfinity, float.PositiveInfinity, float.NaN];
        Assert.All(On<Tanh>(), tanh => Assert.Equal([-1, 1, float.NaN], tanh.Function(ends)));
        Assert.All(On<Normal>(), normal => Assert.Equal([0, 1, float.NaN], normal.Function(ends)));
        Assert.All(On<Sigmoid>(), sigmoid => Assert.Equal([0, 1, float.NaN], sigmoid.Function(ends).Select(y => y < 1e-37f ? 0 : y)));
    }

    [Fact]
    public void The_last_few_lanes_are_loaded_and_stored_alone()
    {
        var x = Enumerable.Range(1, 40).Select(i => (float)i).ToArray();
        foreach (var (width, copy) in On<Copy>())
        {
            for (var count = 1; count < 40; count++)
            {
                Assert.Equal(x[..count], copy(x[..count]));
            }

            Assert.Equal(width * (width + 1) / 2, On<SumOf>().Single(f => f.Width == width).Function(x[..width])[0]);
        }
    }

    private static float[] Sweep(float from, float to, int count = 100_000) =>
        [.. Enumerable.Range(0, count).Select(i => from + ((to - from) * ((i + 0.5f) / count)))];

    private static void AssertRelative(float[] x, Func<double, double> function, double tolerance, IEnumerable<(int Width, Function Function)> widths)
    {
        foreach (var (width, kernel) in widths)
        {
            var y = kernel(x);
            for (var i = 0; i < x.Length; i++)
            {
                var expected = function(x[i]);
                if (!(Math.Abs(expected - y[i]) <= tolerance * Math.Abs(expected)))
                {
                    Assert.Fail($"{width} lanes, {x[i]}: expected {expected:R}, found {y[i]:R}.");
                }
            }
        }
    }

    private static IEnumerable<(int Width, Function Function)> On<TFunction>()
        where TFunction : struct, IFunction
    {
        yield return (4, Run<TFunction, Register128>);
        yield return (8, Run<TFunction, Register256>);
        if (Vector512.IsHardwareAccelerated)
        {
            yield return (16, Run<TFunction, Register512>);
        }
    }

    private static float[] Run<TFunction, TRegister>(float[] x)
        where TFunction : struct, IFunction
        where TRegister : struct, IRegister<TRegister>
    {
        var y = new float[x.Length];
        fixed (float* px = x, py = y)
        {
            var i = 0;
            for (; i + TRegister.Count <= x.Length; i += TRegister.Count)
            {
                TFunction.Of(TRegister.Load(px + i)).Store(py + i);
            }

            if (i < x.Length)
            {
                TFunction.Of(TRegister.Load(px + i, x.Length - i)).Store(py + i, x.Length - i);
            }
        }

        return y;
    }

    private interface IFunction
    {
        static abstract TRegister Of<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister>;
    }

    private struct Exp2 : IFunction
    {
        public static TRegister Of<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> => VectorMath.Exp2(x);
    }

    private struct Exp : IFunction
    {
        public static TRegister Of<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> => VectorMath.Exp(x);
    }

    private struct Tanh : IFunction
    {
        public static TRegister Of<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> => VectorMath.Tanh(x);
    }

    private struct Sigmoid : IFunction
    {
        public static TRegister Of<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> => VectorMath.Sigmoid(x, out _);
    }

    private struct LogOnePlus : IFunction
    {
        public static TRegister Of<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> => VectorMath.LogOnePlus(x);
    }

    private struct Normal : IFunction
    {
        public static TRegister Of<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> => VectorMath.NormalDistribution(x, out _);
    }

    private struct Copy : IFunction
    {
        public static TRegister Of<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> => x;
    }

    private struct SumOf : IFunction
    {
        public static TRegister Of<TRegister>(TRegister x)
            where TRegister : struct, IRegister<TRegister> => TRegister.Create(x.Sum());
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>Sums, products and reductions of vectors. A destination may be one of the inputs.</summary>
public static unsafe class VectorKernel
{
    /// <summary>destination = x + y.</summary>
    public static void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> destination) =>
        Elementwise.Run(default(AddMap), destination, x, y);

    /// <summary>destination += x.</summary>
    public static void AddTo(ReadOnlySpan<float> x, Span<float> destination) =>
        Elementwise.Run(default(AddMap), destination, destination, x);

    /// <summary>destination = x - y.</summary>
    public static void Subtract(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> destination) =>
        Elementwise.Run(default(SubtractMap), destination, x, y);

    /// <summary>destination = x * y, element by element.</summary>
    public static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> destination) =>
        Elementwise.Run(default(MultiplyMap), destination, x, y);

    /// <summary>destination = x / y, element by element.</summary>
    public static void Divide(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> destination) =>
        Elementwise.Run(default(DivideMap), destination, x, y);

    /// <summary>destination += x * y, element by element.</summary>
    public static void MultiplyAddTo(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> destination) =>
        Elementwise.Run(default(MultiplyAddMap), destination, x, y, destination);

    /// <summary>destination = factor * x.</summary>
    public static void Scale(ReadOnlySpan<float> x, float factor, Span<float> destination) =>
        Elementwise.Run(new ScaleMap { Factor = factor }, destination, x);

    /// <summary>destination += factor * x.</summary>
    public static void AddScaledTo(ReadOnlySpan<float> x, float factor, Span<float> destination) =>
        Elementwise.Run(new AddScaledMap { Factor = factor }, destination, destination, x);

    /// <summary>destination += value.</summary>
    public static void AddConstantTo(float value, Span<float> destination) =>
        Elementwise.Run(new AddConstantMap { Value = value }, destination, destination);

    /// <summary>destination = (1 - weight) destination + weight x: a running average.</summary>
    public static void MoveTowards(ReadOnlySpan<float> x, float weight, Span<float> destination) =>
        Elementwise.Run(new MoveTowardsMap { Weight = weight }, destination, destination, x);

    /// <summary>destination = a x + b y.</summary>
    public static void Combine(float a, ReadOnlySpan<float> x, float b, ReadOnlySpan<float> y, Span<float> destination) =>
        Elementwise.Run(new CombineTwoMap { A = a, B = b }, destination, x, y);

    /// <summary>destination = a x + b y + c z.</summary>
    public static void Combine(float a, ReadOnlySpan<float> x, float b, ReadOnlySpan<float> y, float c, ReadOnlySpan<float> z, Span<float> destination) =>
        Elementwise.Run(new CombineMap { A = a, B = b, C = c }, destination, x, y, z);

    /// <summary>destination = value.</summary>
    public static void Fill(Span<float> destination, float value) => destination.Fill(value);

    /// <summary>The sum of all elements, added in double precision in an order that depends on the length alone.</summary>
    public static float Sum(ReadOnlySpan<float> x) => (float)Reduce<Identity>(x);

    /// <summary>The sum of all squares, added in double precision in an order that depends on the length alone.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> x) => Reduce<Square>(x);

    private const int ReductionChunk = 16 * 1024;

    private static double Reduce<TTerm>(ReadOnlySpan<float> x)
        where TTerm : struct, ITerm
    {
        if (x.IsEmpty)
        {
            return 0;
        }

        var chunks = (int)(((long)x.Length + ReductionChunk - 1) / ReductionChunk);
        fixed (float* px = x)
        {
            var partial = (double*)Scratch.Shared(2L * chunks);
            var work = new ReduceWork<TTerm> { X = px, Length = x.Length, Partial = partial };
            Team.Run(ref work, chunks);
            var sum = 0d;
            for (var i = 0; i < chunks; i++)
            {
                sum += partial[i];
            }

            return sum;
        }
    }

    private interface ITerm
    {
        static abstract Vector256<double> Of(Vector256<double> x);
    }

    private struct Identity : ITerm
    {
        public static Vector256<double> Of(Vector256<double> x) => x;
    }

    private struct Square : ITerm
    {
        public static Vector256<double> Of(Vector256<double> x) => x * x;
    }

    private struct ReduceWork<TTerm> : IParallelWork
        where TTerm : struct, ITerm
    {
        public float* X;
        public int Length;
        public double* Partial;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int item)
        {
            var x = X + ((long)item * ReductionChunk);
            var count = Math.Min(ReductionChunk, Length - (item * ReductionChunk));
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
            var i = 0;
            for (; i + 16 <= count; i += 16)
            {
                var (a, b) = Vector256.Widen(Vector256.Load(x + i));
                var (c, d) = Vector256.Widen(Vector256.Load(x + i + 8));
                s0 += TTerm.Of(a);
                s1 += TTerm.Of(b);
                s2 += TTerm.Of(c);
                s3 += TTerm.Of(d);
            }

            for (; i < count; i += 8)
            {
                var (a, b) = Vector256.Widen(count - i >= 8 ? Vector256.Load(x + i) : Lanes.Load(x + i, count - i));
                s0 += TTerm.Of(a);
                s1 += TTerm.Of(b);
            }

            Partial[item] = Vector256.Sum((s0 + s1) + (s2 + s3));
        }
    }

    private struct AddMap : IMap
    {
        public static int Inputs => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
            where TRegister : struct, IRegister<TRegister> =>
            x + y;
    }

    private struct SubtractMap : IMap
    {
        public static int Inputs => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
            where TRegister : struct, IRegister<TRegister> =>
            x - y;
    }

    private struct MultiplyMap : IMap
    {
        public static int Inputs => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
            where TRegister : struct, IRegister<TRegister> =>
            x * y;
    }

    private struct DivideMap : IMap
    {
        public static int Inputs => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
            where TRegister : struct, IRegister<TRegister> =>
            x / y;
    }

    private struct MultiplyAddMap : IMap
    {
        public static int Inputs => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
            where TRegister : struct, IRegister<TRegister> =>
            TRegister.MultiplyAdd(x, y, z);
    }

    private struct ScaleMap : IMap
    {
        public float Factor;

        public static int Inputs => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
            where TRegister : struct, IRegister<TRegister> =>
            TRegister.Create(Factor) * x;
    }

    private struct AddScaledMap : IMap
    {
        public float Factor;

        public static int Inputs => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
            where TRegister : struct, IRegister<TRegister> =>
            TRegister.MultiplyAdd(TRegister.Create(Factor), y, x);
    }

    private struct AddConstantMap : IMap
    {
        public float Value;

        public static int Inputs => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
            where TRegister : struct, IRegister<TRegister> =>
            x + TRegister.Create(Value);
    }

    private struct MoveTowardsMap : IMap
    {
        public float Weight;

        public static int Inputs => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
            where TRegister : struct, IRegister<TRegister> =>
            TRegister.MultiplyAdd(TRegister.Create(Weight), y - x, x);
    }

    private struct CombineTwoMap : IMap
    {
        public float A;
        public float B;

        public static int Inputs => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
            where TRegister : struct, IRegister<TRegister> =>
            TRegister.MultiplyAdd(TRegister.Create(A), x, TRegister.Create(B) * y);
    }

    private struct CombineMap : IMap
    {
        public float A;
        public float B;
        public float C;

        public static int Inputs => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TRegister Apply<TRegister>(TRegister x, TRegister y, TRegister z)
            where TRegister : struct, IRegister<TRegister> =>
            TRegister.MultiplyAdd(TRegister.Create(A), x, TRegister.MultiplyAdd(TRegister.Create(B), y, TRegister.Create(C) * z));
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>Eight floats in 256 bits.</summary>
internal readonly unsafe struct Register256(Vector256<float> value) : IRegister<Register256>
{
    // Adding 1.5 * 2^23 pushes the fraction out of a float: what stays in the low bits is the nearest integer.
    private const float Magic = 12582912f;

    public Vector256<float> Value { get; } = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Create(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Load(float* source) => new(Vector256.Load(source));

    public static Register256 Load(float* source, int count)
    {
        var buffer = Vector256<float>.Zero;
        new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(&buffer, Count));
        return new(buffer);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 operator +(Register256 x, Register256 y) => new(x.Value + y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 operator -(Register256 x, Register256 y) => new(x.Value - y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 operator *(Register256 x, Register256 y) => new(x.Value * y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 operator /(Register256 x, Register256 y) => new(x.Value / y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 operator -(Register256 x) => new(-x.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 MultiplyAdd(Register256 x, Register256 y, Register256 z) => new(Vector256.MultiplyAddEstimate(x.Value, y.Value, z.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Max(Register256 x, Register256 y) => new(Vector256.MaxNative(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Min(Register256 x, Register256 y) => new(Vector256.MinNative(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Abs(Register256 x) => new(Vector256.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Sqrt(Register256 x) => new(Vector256.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 CopySign(Register256 size, Register256 sign) => new(Vector256.ConditionalSelect(Vector256.Create(-0f), sign.Value, size.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 IfLess(Register256 x, Register256 y, Register256 then, Register256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(x.Value, y.Value), then.Value, otherwise.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Round(Register256 x) => new(x.Value + Vector256.Create(Magic) - Vector256.Create(Magic));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Scale(Register256 x, Register256 n) => new(x.Value * Vector256.ShiftLeft((n.Value + Vector256.Create(Magic + 127)).AsInt32(), 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination) => Value.Store(destination);

    public void Store(float* destination, int count)
    {
        var buffer = Value;
        new ReadOnlySpan<float>(&buffer, count).CopyTo(new Span<float>(destination, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum() => Lanes.Sum(Value);
}

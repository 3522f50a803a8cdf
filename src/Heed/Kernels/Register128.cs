using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>Four floats in 128 bits.</summary>
internal readonly unsafe struct Register128(Vector128<float> value) : IRegister<Register128>
{
    // Adding 1.5 * 2^23 pushes the fraction out of a float: what stays in the low bits is the nearest integer.
    private const float Magic = 12582912f;

    public Vector128<float> Value { get; } = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Create(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Load(float* source) => new(Vector128.Load(source));

    public static Register128 Load(float* source, int count)
    {
        var buffer = Vector128<float>.Zero;
        new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(&buffer, Count));
        return new(buffer);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 operator +(Register128 x, Register128 y) => new(x.Value + y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 operator -(Register128 x, Register128 y) => new(x.Value - y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 operator *(Register128 x, Register128 y) => new(x.Value * y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 operator /(Register128 x, Register128 y) => new(x.Value / y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 operator -(Register128 x) => new(-x.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 MultiplyAdd(Register128 x, Register128 y, Register128 z) => new(Vector128.MultiplyAddEstimate(x.Value, y.Value, z.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Max(Register128 x, Register128 y) => new(Vector128.MaxNative(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Min(Register128 x, Register128 y) => new(Vector128.MinNative(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Abs(Register128 x) => new(Vector128.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Sqrt(Register128 x) => new(Vector128.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 CopySign(Register128 size, Register128 sign) => new(Vector128.ConditionalSelect(Vector128.Create(-0f), sign.Value, size.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 IfLess(Register128 x, Register128 y, Register128 then, Register128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(x.Value, y.Value), then.Value, otherwise.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Round(Register128 x) => new(x.Value + Vector128.Create(Magic) - Vector128.Create(Magic));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Scale(Register128 x, Register128 n) => new(x.Value * Vector128.ShiftLeft((n.Value + Vector128.Create(Magic + 127)).AsInt32(), 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination) => Value.Store(destination);

    public void Store(float* destination, int count)
    {
        var buffer = Value;
        new ReadOnlySpan<float>(&buffer, count).CopyTo(new Span<float>(destination, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum()
    {
        var two = Value + Vector128.Shuffle(Value, Vector128.Create(2, 3, 0, 1));
        return two.ToScalar() + two.GetElement(1);
    }
}

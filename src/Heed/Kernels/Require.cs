using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>Kernels read through pointers, so each says first how long its spans must be.</summary>
internal static class Require
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Length<T>(ReadOnlySpan<T> span, long needed, [CallerArgumentExpression(nameof(span))] string name = "")
    {
        if (span.Length < needed)
        {
            Throw(span.Length, needed, name);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Length<T>(Span<T> span, long needed, [CallerArgumentExpression(nameof(span))] string name = "")
    {
        if (span.Length < needed)
        {
            Throw(span.Length, needed, name);
        }
    }

    public static void Length(int length, long needed, string name)
    {
        if (length < needed)
        {
            Throw(length, needed, name);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Shape(bool holds, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException($"A kernel expects {expected}.");
        }
    }

    /// <summary>The length of a matrix whose rows lie <paramref name="stride"/> apart.</summary>
    public static long Matrix(int rows, int columns, int stride) => rows == 0 ? 0 : (((long)rows - 1) * stride) + columns;

    [DoesNotReturn]
    private static void Throw(int found, long needed, string name) =>
        throw new ArgumentException($"{name} has {found} elements, {needed} are needed.", name);
}

using System.Diagnostics;

namespace Heed.Autograd;

/// <summary>
/// A dense float32 array of any rank, row-major, with a gradient of the same shape once something flows back to it.
/// A tensor made under a <see cref="Tape"/> ends with it; any other lives as long as it is referenced.
/// </summary>
[DebuggerDisplay("Tensor[{string.Join(\", \", shape)}]")]
public sealed class Tensor
{
    private readonly int[] shape;
    private readonly int start;

    internal Tensor(Storage storage, int start, ReadOnlySpan<int> shape)
    {
        Storage = storage;
        this.start = start;
        this.shape = shape.ToArray();
        Length = LengthOf(shape);
    }

    /// <summary>Length of each axis; empty for a scalar.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>Number of axes.</summary>
    public int Rank => shape.Length;

    /// <summary>Number of values: the product of the shape.</summary>
    public int Length { get; }

    /// <summary>The last axis.</summary>
    public int Columns => shape.Length == 0 ? 1 : shape[^1];

    /// <summary>Everything before the last axis as one: the number of rows.</summary>
    public int Rows => Columns == 0 ? 0 : Length / Columns;

    /// <summary>The values, row-major.</summary>
    /// <exception cref="ObjectDisposedException">The tape under which this tensor was made has ended.</exception>
    public Span<float> Data => Storage.Data(start, Length);

    /// <summary>
    /// Whether gradients flow to this tensor: it is a parameter, and no tape that holds parameters is open, or it was computed from
    /// such a one under a tape.
    /// </summary>
    public bool RequiresGradient
    {
        get => field && !(Storage.IsOfNoTape && Tape.HoldsParameters);
        internal set;
    }

    /// <summary>Whether anything has flowed back.</summary>
    public bool HasGradient => Storage.HasGradient;

    /// <summary>d loss / d this, of the same shape.</summary>
    /// <exception cref="InvalidOperationException">Nothing has flowed back to this tensor.</exception>
    public Span<float> Gradient => Storage.Gradient(start, Length);

    internal Storage Storage { get; }

    /// <summary>A tensor of no tape with a copy of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of <paramref name="shape"/>.</exception>
    public static Tensor From(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        if (values.Length != LengthOf(shape))
        {
            throw new ArgumentException($"{values.Length} values do not fill the shape {Describe(shape)}.", nameof(values));
        }

        var tensor = new Tensor(new Storage(values.Length, memory: null), 0, shape);
        values.CopyTo(tensor.Data);
        return tensor;
    }

    /// <summary>A tensor of no tape, all zeros.</summary>
    public static Tensor Zeros(params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(new Storage(LengthOf(shape), memory: null), 0, shape);
        tensor.Data.Clear();
        return tensor;
    }

    /// <summary>A tensor of no tape, all zeros, to which gradients flow.</summary>
    public static Tensor Parameter(params ReadOnlySpan<int> shape)
    {
        var tensor = Zeros(shape);
        tensor.RequiresGradient = true;
        return tensor;
    }

    /// <summary>The same values under another shape: a view, sharing values and gradient.</summary>
    /// <exception cref="ArgumentException">The new shape holds another number of values.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> newShape)
    {
        if (LengthOf(newShape) != Length)
        {
            throw new ArgumentException($"A tensor of shape {Describe(shape)} cannot be seen as {Describe(newShape)}.", nameof(newShape));
        }

        return new Tensor(Storage, start, newShape) { RequiresGradient = RequiresGradient };
    }

    /// <summary>Rows [<paramref name="from"/>, <paramref name="to"/>) of the first axis: a view, sharing values and gradient.</summary>
    public Tensor Slice(int from, int to)
    {
        if (Rank == 0 || from < 0 || to < from || to > shape[0])
        {
            throw new ArgumentOutOfRangeException(nameof(to), $"Rows {from} to {to} are not within the shape {Describe(shape)}.");
        }

        var rowLength = shape[0] == 0 ? 0 : Length / shape[0];
        return new Tensor(Storage, start + (from * rowLength), [to - from, .. shape.AsSpan(1)]) { RequiresGradient = RequiresGradient };
    }

    /// <summary>The one value of a scalar.</summary>
    public float Item() => Length == 1 ? Data[0] : throw new InvalidOperationException($"A tensor of shape {Describe(shape)} is not one number.");

    /// <summary>Forgets the gradient, as before each step of training.</summary>
    public void ClearGradient() => Storage.DropGradient();

    /// <summary>The shape in words, for messages: [2, 3].</summary>
    public override string ToString() => $"Tensor{Describe(shape)}";

    /// <summary>The gradient to add into, zeros if nothing was there.</summary>
    internal Span<float> GradientToAddTo() => Storage.GradientToAddTo(start, Length);

    /// <summary>The gradient to add into (<paramref name="accumulate"/>) or to overwrite completely.</summary>
    internal Span<float> GradientToWrite(out bool accumulate) => Storage.GradientToWrite(start, Length, out accumulate);

    /// <summary>Makes the gradient of another tensor of this length this one's, which has none yet. False if that cannot be: then nothing has happened.</summary>
    internal bool TakeGradientOf(Tensor other) =>
        Length == Storage.Length && Length == other.Length && Length == other.Storage.Length && Storage.TakeGradientOf(other.Storage);

    internal static string Describe(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    internal static int LengthOf(ReadOnlySpan<int> shape)
    {
        var length = 1;
        foreach (var axis in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(axis, nameof(shape));
            length = checked(length * axis);
        }

        return length;
    }
}

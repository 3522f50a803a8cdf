namespace Heed.Autograd;

/// <summary>The memory behind a tensor and its views: the values and, once something flows back, their gradient.</summary>
internal sealed class Storage
{
    private readonly TensorMemory? memory;
    private TensorMemory.Block? data;
    private TensorMemory.Block? gradient;

    /// <param name="length">Number of floats.</param>
    /// <param name="memory">Where the blocks come from and go back to; null for a tensor of no tape, which the garbage collector takes.</param>
    public Storage(int length, TensorMemory? memory)
    {
        Length = length;
        this.memory = memory;
        data = Rent(length);
    }

    public int Length { get; }

    public bool HasGradient { get; private set; }

    public bool IsOfNoTape => memory is null;

    public Span<float> Data(int start, int length) => (data ?? throw Ended()).Span(start, length);

    public Span<float> Gradient(int start, int length) =>
        HasGradient ? gradient!.Span(start, length) : throw new InvalidOperationException("This tensor has no gradient: nothing has flowed back to it.");

    /// <summary>The gradient, zero where nothing has been written.</summary>
    public Span<float> GradientToAddTo(int start, int length)
    {
        if (!HasGradient)
        {
            OpenGradient();
            gradient!.Span(0, Length).Clear();
        }

        return gradient!.Span(start, length);
    }

    /// <summary>The gradient, with garbage in it if <paramref name="accumulate"/> is false: the caller then overwrites all of it.</summary>
    public Span<float> GradientToWrite(int start, int length, out bool accumulate)
    {
        if (HasGradient || length != Length)
        {
            accumulate = true;
            return GradientToAddTo(start, length);
        }

        accumulate = false;
        OpenGradient();
        return gradient!.Span(start, length);
    }

    /// <summary>Takes the gradient of another storage of this length, if this one has none yet and both have their memory from one place.</summary>
    public bool TakeGradientOf(Storage other)
    {
        if (HasGradient || data is null || memory is null || memory != other.memory || !other.HasGradient)
        {
            return false;
        }

        (gradient, other.gradient) = (other.gradient, null);
        (HasGradient, other.HasGradient) = (true, false);
        return true;
    }

    /// <summary>Forgets the gradient. Its memory stays with a parameter, which will need it again, and goes back otherwise.</summary>
    public void DropGradient()
    {
        HasGradient = false;
        if (memory is not null && gradient is not null)
        {
            memory.Return(gradient);
            gradient = null;
        }
    }

    /// <summary>Gives the memory back: reading the tensor from now on is an error.</summary>
    public void End()
    {
        DropGradient();
        if (data is not null)
        {
            memory?.Return(data);
            data = null;
        }
    }

    private void OpenGradient()
    {
        _ = data ?? throw Ended();
        gradient ??= Rent(Length);
        HasGradient = true;
    }

    private TensorMemory.Block Rent(int length) => memory?.Rent(length) ?? new TensorMemory.Block(Math.Max(1, length));

    private static ObjectDisposedException Ended() =>
        new(nameof(Tensor), "This tensor was made under a tape that has ended: copy its values while the tape is open.");
}

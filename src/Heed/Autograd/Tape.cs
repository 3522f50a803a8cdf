namespace Heed.Autograd;

/// <summary>
/// One step of computing. While a tape is open, every operation on its thread takes memory from it and, where an input
/// wants a gradient, leaves behind how to flow back. Disposing it gives the memory back to be used by the next step.
/// </summary>
public sealed class Tape : IDisposable
{
    [ThreadStatic]
    private static Tape? current;

    private readonly TensorMemory memory;
    private readonly List<Storage> storages = [];
    private readonly List<Node> nodes = [];
    private readonly bool recordsGradients;
    private readonly bool holdsParameters;
    private bool ended;

    /// <param name="recordsGradients">False for prediction: memory is still reused, but nothing is kept for flowing back.</param>
    /// <param name="dropout">Switches dropout on and seeds it; null leaves it off.</param>
    /// <param name="memory">Where memory comes from; by default what the ended tapes of this thread left.</param>
    /// <param name="holdsParameters">
    /// Whether everything made outside of the tape is a constant under it, so that many threads may flow back through one model at once.
    /// Gradients then begin where an operation asks for them, as attention does for a recorder that keeps them.
    /// </param>
    /// <exception cref="InvalidOperationException">A tape is already open on this thread.</exception>
    public Tape(bool recordsGradients = true, DropoutSeed? dropout = null, TensorMemory? memory = null, bool holdsParameters = false)
    {
        if (current is not null)
        {
            throw new InvalidOperationException("A tape is already open on this thread: dispose it before the next one.");
        }

        (this.recordsGradients, this.holdsParameters) = (recordsGradients, holdsParameters);
        this.memory = memory ?? TensorMemory.OfThisThread;
        Dropout = dropout;
        current = this;
    }

    /// <summary>The open tape of this thread, if there is one.</summary>
    public static Tape? Current => current;

    /// <summary>The seed of this step's dropout; null while dropout is off.</summary>
    public DropoutSeed? Dropout { get; }

    /// <summary>Computes d <paramref name="loss"/> / d x for everything the loss was computed from.</summary>
    /// <exception cref="ArgumentException">The loss is not one number.</exception>
    public void Backward(Tensor loss)
    {
        if (loss.Length != 1)
        {
            throw new ArgumentException($"Only one number has a gradient; this is {loss}.", nameof(loss));
        }

        Backward((loss, [1f]));
    }

    /// <summary>
    /// Flows an upstream gradient back from each output: computes d(sum of output * upstream) / d x.
    /// The gradient of whatever was computed is dropped once used; leaves keep theirs.
    /// </summary>
    public void Backward(params ReadOnlySpan<(Tensor Output, float[] Upstream)> outputs)
    {
        ObjectDisposedException.ThrowIf(ended, this);
        foreach (var (output, upstream) in outputs)
        {
            var gradient = output.GradientToAddTo();
            for (var i = 0; i < gradient.Length; i++)
            {
                gradient[i] += upstream[i];
            }
        }

        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            var (output, backward) = nodes[i];
            if (output.HasGradient)
            {
                backward();
                output.Storage.DropGradient();
            }
        }

        nodes.Clear();
    }

    public void Dispose()
    {
        if (ended)
        {
            return;
        }

        ended = true;
        nodes.Clear();
        foreach (var storage in storages)
        {
            storage.End();
        }

        if (current == this)
        {
            current = null;
        }
    }

    /// <summary>Whether an open tape keeps what flowing back needs.</summary>
    internal static bool RecordsGradients => current is { recordsGradients: true };

    /// <summary>Whether tensors of no tape are constants for now.</summary>
    internal static bool HoldsParameters => current is { holdsParameters: true };

    /// <summary>A tensor for an operation's result, its values not yet set.</summary>
    internal static Tensor New(params ReadOnlySpan<int> shape)
    {
        var storage = new Storage(Tensor.LengthOf(shape), current?.memory);
        current?.storages.Add(storage);
        return new Tensor(storage, 0, shape);
    }

    /// <summary>How many tensors the open tape has made: what <see cref="EndAllBut"/> goes back to.</summary>
    internal static int Mark() => current?.storages.Count ?? 0;

    /// <summary>
    /// Gives back the memory of everything made since the mark but one tensor's, where nothing will flow back through it: a deep
    /// model predicts in the memory of one of its blocks.
    /// </summary>
    internal static void EndAllBut(Tensor kept, int mark)
    {
        if (current is not { recordsGradients: false, storages: var storages })
        {
            return;
        }

        var count = mark;
        for (var i = mark; i < storages.Count; i++)
        {
            if (storages[i] == kept.Storage)
            {
                storages[count++] = storages[i];
            }
            else
            {
                storages[i].End();
            }
        }

        storages.RemoveRange(count, storages.Count - count);
    }

    /// <summary>Whether an operation on these inputs has to keep what flowing back needs.</summary>
    internal static bool Records(params ReadOnlySpan<Tensor?> inputs)
    {
        if (current is not { recordsGradients: true })
        {
            return false;
        }

        foreach (var input in inputs)
        {
            if (input is { RequiresGradient: true })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Marks <paramref name="output"/> as differentiable; <paramref name="backward"/> adds into its inputs' gradients.</summary>
    internal static Tensor Record(Tensor output, Action backward)
    {
        output.RequiresGradient = true;
        current!.nodes.Add(new Node(output, backward));
        return output;
    }

    private readonly record struct Node(Tensor Output, Action Backward);
}

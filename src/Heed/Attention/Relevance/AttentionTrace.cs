namespace Heed.Attention.Relevance;

/// <summary>
/// What a model attended to in one sequence, from its first layer to what it read in the end, and how a score changes with every weight
/// of it: all that the methods of this room go by. It knows tokens, and not whether they are of a text or of a picture.
/// </summary>
public sealed class AttentionTrace
{
    private readonly int[] numHeads;
    private readonly float[][] weights;
    private readonly float[][]? gradients;
    private readonly float[] readout;
    private readonly float[] flow;

    /// <param name="weights">For each layer [numHeads, numTokens, numTokens], queries before keys.</param>
    /// <param name="readout">[numTokens]: how much of what is classified each token is.</param>
    /// <param name="gradients">d score / d weights, with the same shapes; null if they are not known.</param>
    /// <param name="contributions">
    /// [numTokens]: x_i . d score / d x_i of the last hidden state; null if they are not known.
    /// </param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public AttentionTrace(
        IReadOnlyList<float[]> weights, IReadOnlyList<float> readout, IReadOnlyList<float[]>? gradients = null, IReadOnlyList<float>? contributions = null)
    {
        NumTokens = readout.Count;
        this.weights = [.. weights];
        this.gradients = gradients is null ? null : [.. gradients];
        this.readout = [.. readout];
        var map = NumTokens * NumTokens;
        numHeads = [.. weights.Select(layer => map == 0 ? 0 : layer.Length / map)];
        for (var i = 0; i < this.weights.Length; i++)
        {
            if (this.weights[i].Length != numHeads[i] * map || numHeads[i] == 0)
            {
                throw new ArgumentException($"Layer {i} has {this.weights[i].Length} weights; expected maps of {NumTokens} x {NumTokens}.", nameof(weights));
            }
        }

        if (this.gradients is not null && !this.gradients.Select(layer => layer.Length).SequenceEqual(this.weights.Select(layer => layer.Length)))
        {
            throw new ArgumentException("The gradients of weights have other lengths than the weights.", nameof(gradients));
        }

        if (contributions is not null && contributions.Count != NumTokens)
        {
            throw new ArgumentException($"{contributions.Count} contributions are not those of {NumTokens} tokens.", nameof(contributions));
        }

        flow = FlowOf(contributions);
    }

    /// <summary>Number of tokens.</summary>
    public int NumTokens { get; }

    /// <summary>Number of attention layers.</summary>
    public int NumLayers => weights.Length;

    /// <summary>[numTokens]: how much of what is classified each token is; of a class token it is 1.</summary>
    public ReadOnlySpan<float> Readout => readout;

    /// <summary>
    /// [numTokens]: <see cref="Readout"/> by what it brings to the score: positive contributions, as shares that sum to 1; the readout itself
    /// where no contribution is known or none is positive.
    /// </summary>
    public ReadOnlySpan<float> ReadoutByContribution => flow;

    /// <summary>What a recorder with all maps has of one sequence.</summary>
    /// <param name="recorder">Of a model that says what it reads; gradients are taken if something has flowed back.</param>
    /// <param name="sequences">The tokens of the batch.</param>
    /// <param name="sequence">Which sequence of the batch.</param>
    /// <exception cref="InvalidOperationException">The recorder lacks maps, or the model does not say what it reads.</exception>
    public static AttentionTrace Of(AttentionRecorder recorder, Autograd.Sequences sequences, int sequence = 0)
    {
        var (start, length) = (sequences.Offsets[sequence], sequences.LengthOf(sequence));
        if (recorder.Readout.Count != sequences.Tokens)
        {
            throw new InvalidOperationException($"The model has said of {recorder.Readout.Count} tokens how much it reads of them, not of {sequences.Tokens}.");
        }

        if (recorder.Layers.Any(layer => layer.Sequences.Count <= sequence))
        {
            throw new InvalidOperationException("A trace needs the maps of every layer.");
        }

        return new AttentionTrace(
            [.. recorder.Layers.Select(layer => layer.Sequences[sequence])],
            Part(recorder.Readout),
            recorder.Gradients.Count == 0 || recorder.Gradients.Contains(null) ? null : [.. recorder.Gradients.Select(layer => layer!.Sequences[sequence])],
            recorder.Contributions.Count == 0 ? null : Part(recorder.Contributions));

        float[] Part(IReadOnlyList<float> all) => [.. all.Skip(start).Take(length)];
    }

    /// <summary>Heads of a layer.</summary>
    public int NumHeads(int layer) => numHeads[layer];

    /// <summary>[numTokens, numTokens]: the weights of one head.</summary>
    public ReadOnlySpan<float> Weights(int layer, int head) => Map(weights[layer], head, numHeads[layer]);

    /// <summary>[numTokens, numTokens]: the gradient of these weights.</summary>
    /// <exception cref="InvalidOperationException">It is not known.</exception>
    public ReadOnlySpan<float> Gradient(int layer, int head) => Map(
        (gradients ?? throw new InvalidOperationException("This trace has no gradients: record with KeepsGradients and flow back from a score."))[layer],
        head,
        numHeads[layer]);

    private ReadOnlySpan<float> Map(float[] maps, int head, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(head, count);
        return maps.AsSpan(head * NumTokens * NumTokens, NumTokens * NumTokens);
    }

    private float[] FlowOf(IReadOnlyList<float>? contributions)
    {
        if (contributions is null)
        {
            return readout;
        }

        float[] positive = [.. contributions.Select(contribution => Math.Max(0, contribution))];
        var sum = positive.Sum();
        return sum > 0 ? [.. positive.Select(contribution => contribution / sum)] : readout;
    }
}

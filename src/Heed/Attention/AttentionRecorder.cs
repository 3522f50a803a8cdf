using System.Numerics.Tensors;
using Heed.Autograd;
using Tensor = Heed.Autograd.Tensor;

namespace Heed.Attention;

/// <summary>
/// Collects what a model attends to: give it to one forward pass, and every attention layer leaves what its
/// <see cref="AttentionRecording"/> asks for, by default the weights of all its heads, and every block its hidden state. Without
/// a recorder nothing of it is ever made.
/// </summary>
public sealed class AttentionRecorder
{
    private readonly Func<int, AttentionRecording> recordingOf;
    private readonly List<AttentionWeights> layers = [];
    private readonly List<AttentionSummary?> summaries = [];
    private readonly List<(AttentionCall Call, float[] Statistics)> kept = [];
    private readonly List<AttentionWeights?> gradients = [];
    private readonly List<float[]> hiddenStates = [];

    /// <summary>The maps of all heads of all layers.</summary>
    public AttentionRecorder()
        : this(AttentionRecording.AllMaps)
    {
    }

    /// <param name="recording">What is kept of every layer.</param>
    public AttentionRecorder(AttentionRecording recording)
        : this(_ => recording)
    {
    }

    /// <param name="recordingOf">What is kept of a layer, counted from 0.</param>
    public AttentionRecorder(Func<int, AttentionRecording> recordingOf)
    {
        this.recordingOf = recordingOf;
    }

    /// <summary>Whether <see cref="HiddenStates"/> are kept.</summary>
    public bool KeepsHiddenStates { get; init; } = true;

    /// <summary>
    /// Whether <see cref="Gradients"/> and <see cref="Contributions"/> are kept, where the pass is one under a tape and something flows back. It may be a tape that
    /// holds parameters: gradients begin at the maps.
    /// </summary>
    public bool KeepsGradients { get; init; }

    /// <summary>The weights of each layer, in order; of one whose recording has no maps, none.</summary>
    public IReadOnlyList<AttentionWeights> Layers => layers;

    /// <summary>The summary of each layer, in order; null where the recording has none.</summary>
    public IReadOnlyList<AttentionSummary?> Summaries => summaries;

    /// <summary>The embeddings' output, then each block's, each [tokens, modelDim].</summary>
    public IReadOnlyList<float[]> HiddenStates => hiddenStates;

    /// <summary>
    /// d loss / d weights of each layer: for the heads and rows of <see cref="Layers"/>, with the same shapes; a weight is taken for a number of its own, whatever it was computed
    /// from: dA_ij = do_i . v_j, where o = A v. Null until something has flowed back. Dropout is no part of it.
    /// </summary>
    public IReadOnlyList<AttentionWeights?> Gradients => gradients;

    /// <summary>
    /// [tokens]: how much of what is classified each token is, summing to 1 for each sequence: 1 for a class token, the weights of a
    /// pooling. Empty if the model does not say.
    /// </summary>
    public IReadOnlyList<float> Readout { get; private set; } = [];

    /// <summary>
    /// [tokens]: x_i . d loss / d x_i of the last hidden state, normalised: what token i brings to the loss by being read, to first order. Empty until
    /// something has flowed back.
    /// </summary>
    public IReadOnlyList<float> Contributions { get; private set; } = [];

    /// <summary>
    /// How much of each input token can have flowed into one output position through all layers: row <paramref name="row"/> of
    /// A_L' ... A_2' A_1', A_l' = rows normalised(a mean_h A_lh + (1 - a) I), without any of these matrices (Abnar and Zuidema 2020,
    /// section 3; arXiv:2005.00928). One pass over queries and keys a layer, from the last to the first.
    /// </summary>
    /// <param name="row">The output position, within its sequence.</param>
    /// <param name="sequence">Which sequence of the batch.</param>
    /// <param name="attentionShare">a: what comes through attention; the rest through the residual stream.</param>
    /// <returns>[seqLen], summing to 1.</returns>
    /// <exception cref="InvalidOperationException">
    /// A layer's recording had no <see cref="AttentionRecording.Rollout"/>, or attended to other tokens than its own.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or sequence, or the share is not in [0, 1].</exception>
    public float[] Rollout(int row, int sequence = 0, float attentionShare = 0.5f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attentionShare, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(attentionShare, 1);
        if (kept.Count != layers.Count)
        {
            throw new InvalidOperationException($"A rollout needs every layer: {kept.Count} of {layers.Count} were recorded with {nameof(AttentionRecording.Rollout)}.");
        }

        return RowRollout.Compute(kept, row, sequence, attentionShare);
    }

    internal void Record(AttentionCall call, ReadOnlySpan<float> statistics)
    {
        var recording = recordingOf(layers.Count);
        layers.Add(recording.Maps ? AttentionMaps.Weights(call, statistics, recording) : new AttentionWeights([], []));
        summaries.Add(recording.Summary ? new AttentionSummary(call, statistics, recording.TopCount) : null);
        if (recording.Rollout)
        {
            kept.Add((call.Kept(), statistics.ToArray()));
        }
    }

    internal void AddHiddenState(ReadOnlySpan<float> state)
    {
        if (KeepsHiddenStates)
        {
            hiddenStates.Add(state.ToArray());
        }
    }

    /// <summary>The place of a layer's gradient, which comes later.</summary>
    internal int OpenGradient()
    {
        if (!Tape.RecordsGradients)
        {
            throw new InvalidOperationException("A recorder that keeps gradients needs a tape that records them.");
        }

        gradients.Add(null);
        return gradients.Count - 1;
    }

    internal void RecordGradient(int layer, AttentionCall call, ReadOnlySpan<float> outputGradient)
    {
        var recording = recordingOf(layer);
        gradients[layer] = recording.Maps ? AttentionMaps.Gradient(call, outputGradient, recording) : new AttentionWeights([], []);
    }

    /// <summary>What a model says of <see cref="Readout"/>.</summary>
    internal void RecordReadout(float[] weights) => Readout = weights;

    /// <summary>The last hidden state again, so that what flows back through it is seen.</summary>
    /// <param name="hidden">[tokens, modelDim].</param>
    internal Tensor Watch(Tensor hidden) => !KeepsGradients ? hidden : Op.Watch(hidden, gradient =>
    {
        var (width, contributions) = (hidden.Columns, new float[hidden.Rows]);
        for (var i = 0; i < contributions.Length; i++)
        {
            contributions[i] = TensorPrimitives.Dot<float>(hidden.Data.Slice(i * width, width), gradient.Slice(i * width, width));
        }

        Contributions = contributions;
    });
}

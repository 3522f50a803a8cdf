using Heed.Attention;
using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// Keys that stand behind those of every sequence and that every query sees, whatever the mask: one that is learned, with its value
/// (torch.nn's add_bias_kv), and one of zeros (add_zero_attn), to which a head attends that has nothing to say.
/// </summary>
internal sealed class ExtraKeys
{
    private readonly Tensor? key;
    private readonly Tensor? value;
    private readonly bool hasZero;

    private ExtraKeys(Tensor? key, Tensor? value, bool hasZero) => (this.key, this.value, this.hasZero) = (key, value, hasZero);

    private int Count => (key is null ? 0 : 1) + (hasZero ? 1 : 0);

    /// <summary>The parameters bias_k and bias_v below <paramref name="scope"/>, if there are any; null if there are no such keys.</summary>
    public static ExtraKeys? Create(ParameterScope scope, int keyDim, int valueDim, bool isLearned, bool hasZero, float standardDeviation) =>
        !isLearned && !hasZero ? null : new ExtraKeys(
            isLearned ? scope.Parameter("bias_k", Initializer.Normal(standardDeviation), 1, keyDim) : null,
            isLearned ? scope.Parameter("bias_v", Initializer.Normal(standardDeviation), 1, valueDim) : null,
            hasZero);

    /// <summary>Keys, values, sequences and mask with the extra keys.</summary>
    /// <param name="keys">[keyTokens, numKeyValueHeads * headDim].</param>
    /// <param name="values">[keyTokens, numKeyValueHeads * valueDim].</param>
    /// <param name="heads">Whose <see cref="AttentionHeads.Keys"/> say which rows belong together.</param>
    /// <exception cref="ArgumentException">The scores go by distance, and these keys have no place.</exception>
    public (Tensor Keys, Tensor Values, AttentionHeads Heads) Append(Tensor keys, Tensor values, AttentionHeads heads)
    {
        if (heads.Scores is not { Bias: null, RelativeBias: null, AlibiSlopes.IsEmpty: true })
        {
            throw new ArgumentException("Extra keys have no place in the sequence, and scores that go by place are no scores of theirs.", nameof(heads));
        }

        var sequences = heads.Keys ?? heads.Queries;
        var order = new List<int>();
        var lengths = new int[sequences.Count];
        for (var s = 0; s < sequences.Count; s++)
        {
            order.AddRange(Enumerable.Range(sequences.Offsets[s], sequences.LengthOf(s)));
            order.AddRange(Enumerable.Range(sequences.Tokens, Count));
            lengths[s] = sequences.LengthOf(s) + Count;
        }

        int[] rows = [.. order];
        return (Rows(keys, key), Rows(values, value), heads with
        {
            Keys = Sequences.OfLengths(lengths),
            Mask = heads.Mask.WithKeysForAll(Count, heads.Queries, sequences),
        });

        Tensor Rows(Tensor own, Tensor? learnt)
        {
            var all = learnt is null ? own : Op.Concatenate(0, own, learnt);
            return Op.SelectRows(hasZero ? Op.Concatenate(0, all, Tensor.Zeros(1, own.Columns)) : all, rows);
        }
    }
}

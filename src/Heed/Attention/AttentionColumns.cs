using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Attention;

/// <summary>A tensor from an offset on, where the heads of queries, keys or values stand.</summary>
internal readonly record struct AttentionColumns(Tensor Source, int Offset, AttentionLayout Layout)
{
    public Span<float> Data => Source.Data[Math.Min(Offset, Source.Length)..];

    /// <summary>Heads of <paramref name="dim"/> columns beside each other, in [tokens, columns].</summary>
    public static AttentionColumns Of(Tensor source, int offset, int dim) => new(source, offset, new AttentionLayout(source.Columns, dim));

    /// <summary>A copy of the heads alone, of no tape.</summary>
    public AttentionColumns Kept(Sequences sequences, int numHeads, int dim)
    {
        var copy = Tensor.Zeros(sequences.Tokens, numHeads * dim);
        Layout.CopyRows(Data, sequences.Offsets, numHeads, dim, copy.Data);
        return Of(copy, 0, dim);
    }

    /// <summary>Empty where no gradient is wanted.</summary>
    public Span<float> GradientToAddTo() => Source.RequiresGradient ? Source.GradientToAddTo()[Math.Min(Offset, Source.Length)..] : default;
}

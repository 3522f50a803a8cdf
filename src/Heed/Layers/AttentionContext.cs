using Heed.Attention;
using Heed.Autograd;

namespace Heed.Layers;

/// <summary>What cross-attention reads: the encoder's result, which torch.nn calls memory.</summary>
/// <param name="Rows">[keyTokens, modelDim].</param>
/// <param name="Sequences">Which of the rows belong to each sequence of queries.</param>
/// <param name="Mask">Which of the rows a query may see; null for all of its sequence.</param>
public sealed record AttentionContext(Tensor Rows, Sequences Sequences, AttentionMask? Mask = null);

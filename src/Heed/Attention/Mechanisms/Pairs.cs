using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>Queries and keys as views that stretch to one row for each pair of them.</summary>
internal static class Pairs
{
    /// <param name="query">[..., queryLen, queryDim].</param>
    /// <param name="key">[..., keyLen, keyDim].</param>
    /// <returns>[..., queryLen, 1, queryDim] and [..., 1, keyLen, keyDim].</returns>
    public static (Tensor Queries, Tensor Keys) Of(Tensor query, Tensor key) => (
        query.Reshape([.. query.Shape[..^1], 1, query.Columns]),
        key.Reshape([.. key.Shape[..^2], 1, key.Shape[^2], key.Columns]));
}

using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>Checks a shape, pins its spans and picks the lanes that the processor has.</summary>
internal static unsafe class AttentionPass
{
    public static void Run<TPass>(in AttentionShape shape, ref TPass pass)
        where TPass : struct, IAttentionPass
    {
        fixed (int* queryOffsets = shape.QueryOffsets, keyOffsets = shape.KeyOffsets, pageTable = shape.PageTable,
            prefixLengths = shape.PrefixLengths, querySegments = shape.QuerySegments, keySegments = shape.KeySegments)
        fixed (bool* keyVisible = shape.KeyVisible, visible = shape.Visible)
        fixed (float* bias = shape.Bias, relative = shape.RelativeBias, slopes = shape.AlibiSlopes, sinks = shape.Sinks)
        {
            var problem = new AttentionProblem(shape, queryOffsets, keyOffsets, pageTable, sinks,
                new AttentionVisibility(shape, queryOffsets, keyOffsets, prefixLengths, querySegments, keySegments, keyVisible, visible),
                new AttentionTerms(shape, bias, relative, slopes));
            if (Vector512.IsHardwareAccelerated)
            {
                pass.Run<Lanes512>(problem);
            }
            else
            {
                pass.Run<Lanes256>(problem);
            }
        }
    }

    /// <exception cref="ArgumentException">The shape contradicts itself, or a span of it is too short.</exception>
    public static void Check(in AttentionShape shape)
    {
        Require.Shape(shape.QueryOffsets.Length >= 1 && shape.KeyOffsets.Length == shape.QueryOffsets.Length, "as many key offsets as query offsets");
        Require.Shape(shape.QueryOffsets[0] == 0 && shape.KeyOffsets[0] == 0, "offsets that begin at 0");
        Require.Shape(shape.NumKeyValueHeads > 0 && shape.NumHeads % shape.NumKeyValueHeads == 0, "numHeads to be a multiple of numKeyValueHeads");
        Require.Shape(shape.HeadDim > 0 && shape.ValueDim > 0, "headDim and valueDim above zero");
        for (var s = 0; s < shape.Sequences; s++)
        {
            Require.Shape(shape.QueryOffsets[s] <= shape.QueryOffsets[s + 1] && shape.KeyOffsets[s] <= shape.KeyOffsets[s + 1], "rising offsets");
        }

        Require.Shape(shape.DropoutRate is >= 0 and < 1, "a dropout rate in [0, 1)");
        Require.Shape(shape.SoftCap >= 0, "a soft cap of zero (none) or more");
        Require.Length(shape.PrefixLengths, shape.PrefixLengths.IsEmpty ? 0 : shape.Sequences, nameof(shape.PrefixLengths));
        Require.Shape(shape.QuerySegments.IsEmpty == shape.KeySegments.IsEmpty, "segments of queries and of keys, or neither");
        Require.Length(shape.QuerySegments, shape.QuerySegments.IsEmpty ? 0 : shape.QueryTokens, nameof(shape.QuerySegments));
        Require.Length(shape.KeySegments, shape.KeySegments.IsEmpty ? 0 : shape.KeyTokens, nameof(shape.KeySegments));
        Require.Length(shape.KeyVisible, shape.KeyVisible.IsEmpty ? 0 : shape.KeyTokens, nameof(shape.KeyVisible));
        Require.Length(shape.AlibiSlopes, shape.AlibiSlopes.IsEmpty ? 0 : shape.NumHeads, nameof(shape.AlibiSlopes));
        Require.Length(shape.Sinks, shape.Sinks.IsEmpty ? 0 : shape.NumHeads, nameof(shape.Sinks));
        CheckMaps(shape);
    }

    /// <exception cref="ArgumentException">Keys or values are too short for their pages, or a page is not there.</exception>
    public static void CheckKeys(in AttentionShape shape, int length, in AttentionLayout layout, int dim, string name)
    {
        if (shape.PageTable.IsEmpty)
        {
            Require.Length(length, layout.Extent(shape.KeyOffsets, shape.NumKeyValueHeads, dim), name);
            return;
        }

        Require.Shape(shape.PageSize > 0 && shape.Sequences > 0 && shape.PageTable.Length % shape.Sequences == 0,
            "a page size above zero and as many pages for each sequence");
        var pages = shape.PageTable.Length / shape.Sequences;
        for (var s = 0; s < shape.Sequences; s++)
        {
            var keyLen = shape.KeyOffsets[s + 1] - shape.KeyOffsets[s];
            Require.Shape((keyLen + shape.PageSize - 1L) / shape.PageSize <= pages, "pages for all keys");
            for (var j = 0; j < keyLen; j += shape.PageSize)
            {
                var page = shape.PageTable[(s * pages) + (j / shape.PageSize)];
                var rows = Math.Min(shape.PageSize, keyLen - j);
                Require.Shape(page >= 0, "page numbers from 0 on");
                Require.Length(length, (page * layout.Sequence) + ((shape.NumKeyValueHeads - 1L) * layout.Head) + ((rows - 1L) * layout.Row) + dim, name);
            }
        }
    }

    private static void CheckMaps(in AttentionShape shape)
    {
        for (var s = 0; s < shape.Sequences; s++)
        {
            var (queryLen, keyLen) = (shape.QueryOffsets[s + 1] - shape.QueryOffsets[s], shape.KeyOffsets[s + 1] - shape.KeyOffsets[s]);
            if (queryLen > 0 && keyLen > 0)
            {
                Require.Length(shape.Bias, shape.Bias.IsEmpty ? 0 : shape.BiasStrides.At(s, shape.NumHeads - 1, queryLen - 1) + keyLen, nameof(shape.Bias));
                Require.Length(shape.Visible, shape.Visible.IsEmpty ? 0 : shape.VisibleStrides.At(s, shape.NumHeads - 1, queryLen - 1) + keyLen,
                    nameof(shape.Visible));
            }
        }

        if (!shape.RelativeBias.IsEmpty && shape.QueryTokens > 0 && shape.KeyTokens > 0)
        {
            Require.Shape(!shape.AlignsTopLeft, "a relative bias to be counted from the last query");
            Require.Shape(shape.RelativeOrigin >= shape.LongestQuery - 1, "a relative origin of queryLen - 1 or more");
            Require.Length(shape.RelativeBias, ((shape.NumHeads - 1L) * shape.RelativeHeadStride) + shape.RelativeOrigin + shape.LongestKey,
                nameof(shape.RelativeBias));
        }
    }
}

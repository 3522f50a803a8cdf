using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// Keys and values as they come: floats or bfloat16, in one piece or in pages. Tiles want rows of floats at one stride: where
/// they are not, they are brought together first.
/// </summary>
internal readonly unsafe struct KeyValueRows(void* keys, void* values, bool isBfloat16)
{
    public void* Keys => keys;

    public void* Values => values;

    public bool IsBfloat16 => isBfloat16;

    /// <summary>Room per key for what has to be brought together; 0 if nothing has.</summary>
    public int BufferPerKey(in AttentionProblem problem) =>
        isBfloat16 || problem.HasPages ? problem.HeadDim + problem.ValueDim : 0;

    /// <summary>The rows of the keys [first, end) and their stride.</summary>
    /// <param name="buffer">Room for (end - first) headDim floats, if they have to be brought together.</param>
    public (nint Rows, int Stride) GatherKeys(in AttentionProblem problem, int sequence, int keyValueHead, int first, int end, float* buffer) =>
        isBfloat16 || problem.HasPages
            ? ((nint)Collect(problem, false, sequence, keyValueHead, first, end, problem.HeadDim, problem.KeyStride, buffer), problem.HeadDim)
            : ((nint)((float*)keys + problem.KeyRow(sequence, keyValueHead, first)), problem.KeyStride);

    /// <summary>As <see cref="GatherKeys"/>, of the values.</summary>
    public (nint Rows, int Stride) GatherValues(in AttentionProblem problem, int sequence, int keyValueHead, int first, int end, float* buffer) =>
        isBfloat16 || problem.HasPages
            ? ((nint)Collect(problem, true, sequence, keyValueHead, first, end, problem.ValueDim, problem.ValueStride, buffer), problem.ValueDim)
            : ((nint)((float*)values + problem.ValueRow(sequence, keyValueHead, first)), problem.ValueStride);

    private float* Collect(in AttentionProblem problem, bool isValue, int sequence, int keyValueHead, int first, int end, int dim, int stride,
        float* buffer)
    {
        var target = buffer;
        for (var j = first; j < end;)
        {
            var (row, count) = problem.Run(isValue, sequence, keyValueHead, j, end);
            for (var i = 0; i < count; i++, row += stride, target += dim)
            {
                if (isBfloat16)
                {
                    Widen((ushort*)(isValue ? values : keys) + row, target, dim);
                }
                else
                {
                    new ReadOnlySpan<float>((float*)(isValue ? values : keys) + row, dim).CopyTo(new Span<float>(target, dim));
                }
            }

            j += count;
        }

        return buffer;
    }

    /// <summary>A bfloat16 is the upper half of a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Widen(ushort* source, float* target, int count)
    {
        var i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Lanes.Widen(source + i).Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
        }
    }
}

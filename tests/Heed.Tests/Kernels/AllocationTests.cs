using Heed.Kernels;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class AllocationTests
{
    [Fact]
    public void Kernels_allocate_nothing_once_they_are_warm()
    {
        var (rows, dim) = (67, 64);
        var (x, y, w, b) = (Random(rows * dim, 1), new float[rows * dim], Random(dim * dim, 2), Random(dim, 3));
        var (mean, std, dx, dw) = (new float[rows], new float[rows], new float[rows * dim], new float[dim * dim]);
        var (output, statistics, moments) = (new float[rows * dim], new float[8 * rows], new float[2 * dim * dim]);
        int[] offsets = [0, 30, rows];
        var window = new WindowShape(1, 8, 8, dim, 3, 3, 1, 1);
        var convolution = new PooledConvolutionShape(1, 8, 8, dim, 7);
        var unfolded = new float[window.NumWindows * window.WindowLength];
        var targets = new int[rows];
        void Step()
        {
            MatMulKernel.Multiply(x, dim, false, w, dim, true, y, dim, rows, dim, dim, bias: b);
            MatMulKernel.Multiply(y, dim, true, x, dim, false, dw, dim, dim, dim, rows);
            MatMulKernel.Multiply(x, dim, false, w, dim, true, y, dim, 3, dim, dim);
            LayerNormKernel.Forward(x, b, default, 1e-5f, y, mean, std, rows, dim);
            LayerNormKernel.Backward(x, b, mean, std, y, dx, dw, default, rows, dim);
            ActivationKernel.Forward(Activation.Gelu, x, y);
            ActivationKernel.Backward(Activation.Gelu, x, y, dx);
            GatedActivationKernel.Forward(Activation.Silu, x, y, dim, dx, rows, dim);
            DropoutKernel.Forward(x, y, 0.1f, 5);
            SoftmaxKernel.Rows(x, y, rows, dim);
            CrossEntropyKernel.Forward(x, targets, default, 0.1f, mean, std, moments, rows, dim);
            CrossEntropyKernel.Backward(x, targets, default, 0.1f, std, moments, 1, y, rows, dim);
            RotaryKernel.Apply(x, dim, targets, y, dim, 4, 16, 10_000, false);
            AdamWKernel.Step(w, dw, moments.AsSpan(0, w.Length), moments.AsSpan(w.Length), 1e-3, 0.9, 0.999, 1e-8, 0.01, 0.1, 0.001);
            VectorKernel.SumOfSquares(x);
            ColumnScaleKernel.Forward(x, b, y, rows, dim);
            ColumnScaleKernel.Backward(x, b, y, dx, mean.AsSpan(0, dim), rows, dim);
            WindowKernel.Unfold(window, x, unfolded);
            WindowKernel.FoldAdd(window, unfolded, dx);
            MaxPoolKernel.Forward(window, x, y);
            MaxPoolKernel.Backward(window, x, y, x, dx);
            PooledConvolutionKernel.Forward(convolution, x, w, y, dx);
            PooledConvolutionKernel.Backward(convolution, x, w, dx, y, output, dw, accumulate: false);
            var layout = AttentionLayout.Tokens(4, 16);
            var shape = new AttentionShape
            {
                NumHeads = 4, NumKeyValueHeads = 4, HeadDim = 16, ValueDim = 16, QueryOffsets = offsets, KeyOffsets = offsets,
                Query = layout, Key = layout, Value = layout, Output = layout, Scale = 0.25f,
            };
            AttentionKernel.Forward(shape, x, x, x, output, statistics);
            AttentionKernel.Backward(shape, x, x, x, output, statistics, y, dx, dx, dx);
        }

        for (var i = 0; i < 5; i++)
        {
            Step();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16_384)]
    public void A_long_sequence_takes_less_than_a_megabyte_beside_its_results(int queryLen)
    {
        const int keyLen = 16_384;
        const int dim = 16;
        var (q, k, v) = (Random(queryLen * dim, 1), Random(keyLen * dim, 2), Random(keyLen * dim, 3));
        var (output, statistics) = (new float[q.Length], new float[2 * queryLen]);
        var taken = 0L;
        // A thread of its own has no scratch memory yet; and it must not share the work, or the others' is not seen.
        var before = Team.Threads;
        Team.Threads = 1;
        var thread = new Thread(() =>
        {
            var layout = AttentionLayout.Tokens(1, dim);
            var shape = new AttentionShape
            {
                NumHeads = 1, NumKeyValueHeads = 1, HeadDim = dim, ValueDim = dim, QueryOffsets = [0, queryLen], KeyOffsets = [0, keyLen],
                Query = layout, Key = layout, Value = layout, Output = layout, Scale = 0.25f, WindowLeft = 100, WindowRight = 0,
            };
            var start = GC.GetAllocatedBytesForCurrentThread();
            AttentionKernel.Forward(shape, q, k, v, output, statistics);
            AttentionKernel.Backward(shape, q, k, v, output, statistics, output, new float[q.Length], new float[k.Length], new float[v.Length]);
            taken = GC.GetAllocatedBytesForCurrentThread() - start - (4 * (q.Length + k.Length + v.Length));
        });
        thread.Start();
        thread.Join();
        Team.Threads = before;
        Assert.InRange(taken, 1, 1 << 20);
    }
}

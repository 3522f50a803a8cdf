using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Heed.Kernels;

namespace Heed.Benchmarks.Measuring;

/// <summary>The most bytes that the threads can read from memory: four streams each through a buffer that no cache holds.</summary>
internal sealed unsafe class MemoryPeak : Contender
{
    private const int Streams = 4;
    private const int ItemsPerThread = 4;
    private readonly float* buffer;
    private readonly long itemFloats;
    private readonly int items;

    public MemoryPeak(int threads, long bytes)
        : base("memory")
    {
        items = threads * ItemsPerThread;
        var unit = (long)items * Streams * Vector256<float>.Count * 4 * sizeof(float);
        bytes -= bytes % unit;
        itemFloats = bytes / sizeof(float) / items;
        buffer = (float*)NativeMemory.AlignedAlloc((nuint)bytes, 4096);
        new Span<byte>(buffer, checked((int)bytes)).Fill(1);
        Work = Work.Bytes(bytes);
    }

    /// <summary>What one run reads.</summary>
    public Work Work { get; }

    public override void Run()
    {
        var reading = new Reading { Buffer = buffer, Floats = itemFloats };
        Team.Run(ref reading, items);
    }

    public override void Dispose() => NativeMemory.AlignedFree(buffer);

    private struct Reading : IParallelWork
    {
        public float* Buffer;
        public long Floats;
        private float sink;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int item)
        {
            var stream = Floats / Streams;
            var a = Buffer + (item * Floats);
            var b = a + stream;
            var c = b + stream;
            var d = c + stream;
            var (s, t, u, v) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            for (long i = 0; i < stream; i += 16)
            {
                s += Vector256.Load(a + i) + Vector256.Load(a + i + 8);
                t += Vector256.Load(b + i) + Vector256.Load(b + i + 8);
                u += Vector256.Load(c + i) + Vector256.Load(c + i + 8);
                v += Vector256.Load(d + i) + Vector256.Load(d + i + 8);
            }

            sink = Vector256.Sum(s + t + u + v);
        }
    }
}

namespace Heed.Kernels;

/// <summary>
/// Random numbers by their place: number i under a key is a pure function of both (Philox4x32-10), so a fill does not depend on
/// threads, and any part of it can be made again.
/// </summary>
public static unsafe class CounterRandom
{
    private const int Chunk = 4096;

    // Keeps these numbers apart from the dropout masks under the same key.
    private const uint Stream = 1;

    /// <summary>32 random bits.</summary>
    public static uint UInt(ulong key, long index)
    {
        var (w0, w1, w2, w3) = Philox.Words((uint)(index >> 2), (uint)(index >> 34), Stream, 0, key, Philox.Rounds);
        return (index & 3) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
    }

    /// <summary>A number in [0, 1).</summary>
    public static double Uniform(ulong key, long index) => UInt(key, index) * (1 / 4294967296.0);

    /// <summary>Fills with random bits.</summary>
    public static void FillUInt(Span<uint> values, ulong key)
    {
        for (var i = 0; i < values.Length; i += 4)
        {
            var (w0, w1, w2, w3) = Philox.Words((uint)(i >> 2), 0, Stream, 0, key, Philox.Rounds);
            ReadOnlySpan<uint> words = [w0, w1, w2, w3];
            words[..Math.Min(4, values.Length - i)].CopyTo(values[i..]);
        }
    }

    /// <summary>Fills with numbers equally likely in [low, high).</summary>
    public static void FillUniform(Span<float> values, ulong key, float low = 0, float high = 1)
    {
        fixed (float* pValues = values)
        {
            var work = new FillWork { Values = pValues, Length = values.Length, Key = key, Offset = low, Factor = high - low, IsNormal = false };
            Team.Run(ref work, Chunks(values.Length));
        }
    }

    /// <summary>Fills with normally distributed numbers, by Box and Muller's transform.</summary>
    public static void FillNormal(Span<float> values, ulong key, float mean = 0, float standardDeviation = 1)
    {
        fixed (float* pValues = values)
        {
            var work = new FillWork
            {
                Values = pValues, Length = values.Length, Key = key, Offset = mean, Factor = standardDeviation,
                IsNormal = true
            };
            Team.Run(ref work, Chunks(values.Length));
        }
    }

    /// <summary>Puts the items into a random order (Fisher and Yates).</summary>
    public static void Shuffle<T>(Span<T> items, ulong key)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)(((ulong)UInt(key, i) * (ulong)(i + 1)) >> 32);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static int Chunks(int length) => (int)(((long)length + Chunk - 1) / Chunk);

    private struct FillWork : IParallelWork
    {
        public float* Values;
        public int Length;
        public ulong Key;
        public float Offset;
        public float Factor;
        public bool IsNormal;

        public readonly void Run(int item)
        {
            var end = Math.Min(Length, (item + 1) * Chunk);
            Span<float> four = stackalloc float[4];
            for (var i = item * Chunk; i < end; i += 4)
            {
                var (w0, w1, w2, w3) = Philox.Words((uint)(i >> 2), 0, Stream, 0, Key, Philox.Rounds);
                if (IsNormal)
                {
                    Normal(w0, w1, four);
                    Normal(w2, w3, four[2..]);
                }
                else
                {
                    // 24 bits, all that a float below one can tell apart.
                    (four[0], four[1], four[2], four[3]) = (Unit(w0), Unit(w1), Unit(w2), Unit(w3));
                }

                for (var k = 0; k < 4 && i + k < end; k++)
                {
                    Values[i + k] = (Factor * four[k]) + Offset;
                }
            }
        }

        private static float Unit(uint word) => (word >> 8) * (1 / 16777216f);

        private static void Normal(uint word0, uint word1, Span<float> two)
        {
            // In (0, 1]: the logarithm of zero must not be asked for.
            var radius = Math.Sqrt(-2 * Math.Log((word0 + 1.0) * (1 / 4294967296.0)));
            var (sine, cosine) = Math.SinCos(2 * Math.PI / 4294967296.0 * word1);
            two[0] = (float)(radius * cosine);
            two[1] = (float)(radius * sine);
        }
    }
}

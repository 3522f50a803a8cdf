using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// The sixteen queries of a panel, lane by lane: one register of 512 bits, or two of 256. Kernels written over it are compiled
/// once for each.
/// </summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>0, 1, ... 15.</summary>
    static abstract TSelf Ramp { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Create(float value);

    static abstract TSelf Load(float* source);

    /// <summary>Sixteen bfloat16, the upper halves of floats.</summary>
    static abstract TSelf Load(ushort* source);

    void Store(float* destination);

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    static abstract TSelf operator *(TSelf x, TSelf y);

    static abstract TSelf operator /(TSelf x, TSelf y);

    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>The larger; if one is NaN, y.</summary>
    static abstract TSelf Max(TSelf x, TSelf y);

    static abstract TSelf Abs(TSelf x);

    /// <summary>e^x for x below 88: within 2e-7 + |x| 1e-7 of it, relatively; 0 where that is below the smallest float, NaN for NaN.</summary>
    static abstract TSelf Exp(TSelf x);

    static abstract TSelf Tanh(TSelf x);

    /// <summary>The sums of all lanes of four, in a fixed order.</summary>
    static abstract Vector128<float> Sums(TSelf a, TSelf b, TSelf c, TSelf d);

    static abstract bool AnyGreater(TSelf x, TSelf y);

    /// <summary>Lane by lane: low &lt;= x &lt; high ? then : otherwise.</summary>
    static abstract TSelf SelectWithin(TSelf x, TSelf low, TSelf high, TSelf then, TSelf otherwise);

    static abstract TSelf Min(TSelf x, TSelf y);

    /// <summary>Lane by lane: x = y ? then : otherwise.</summary>
    static abstract TSelf SelectEqual(TSelf x, TSelf y, TSelf then, TSelf otherwise);
}

namespace Heed.Kernels;

/// <summary>
/// The floats of one register, four, eight or sixteen. A kernel written over it exists once and is compiled for each width;
/// what becomes of an element does not depend on the width, the order of a sum does.
/// </summary>
internal unsafe interface IRegister<TSelf>
    where TSelf : struct, IRegister<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Create(float value);

    static abstract TSelf Load(float* source);

    /// <summary>The first <paramref name="count"/> (less than all) elements, the other lanes zero.</summary>
    static abstract TSelf Load(float* source, int count);

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    static abstract TSelf operator *(TSelf x, TSelf y);

    static abstract TSelf operator /(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x);

    /// <summary>x y + z: fused where the processor can, two roundings elsewhere.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>The larger; a NaN in <paramref name="y"/> stays.</summary>
    static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>The smaller; a NaN in <paramref name="y"/> stays.</summary>
    static abstract TSelf Min(TSelf x, TSelf y);

    static abstract TSelf Abs(TSelf x);

    static abstract TSelf Sqrt(TSelf x);

    /// <summary>The size of one with the sign of the other.</summary>
    static abstract TSelf CopySign(TSelf size, TSelf sign);

    /// <summary>x less than y ? then : otherwise; also otherwise where one is NaN.</summary>
    static abstract TSelf IfLess(TSelf x, TSelf y, TSelf then, TSelf otherwise);

    /// <summary>The nearest integer, of two the even one; for |x| below 2^22.</summary>
    static abstract TSelf Round(TSelf x);

    /// <summary>x 2^n for an integer n that leaves the result a normal number; anything for other n.</summary>
    static abstract TSelf Scale(TSelf x, TSelf n);

    void Store(float* destination);

    /// <summary>Stores the first <paramref name="count"/> (less than all) lanes.</summary>
    void Store(float* destination, int count);

    /// <summary>The sum of the lanes, in a fixed order.</summary>
    float Sum();
}

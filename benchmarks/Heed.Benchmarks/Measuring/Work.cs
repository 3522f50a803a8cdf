namespace Heed.Benchmarks.Measuring;

/// <summary>What bounds a piece of work.</summary>
internal enum Ceiling
{
    /// <summary>Multiply-adds in registers.</summary>
    Arithmetic,

    /// <summary>Reading from memory.</summary>
    Memory,
}

/// <summary>An amount of work: floating-point operations, or bytes to be read.</summary>
internal readonly record struct Work(double Amount, Ceiling Bound)
{
    public string Unit => Bound == Ceiling.Arithmetic ? "GFLOP/s" : "GB/s";

    public static Work Operations(double count) => new(count, Ceiling.Arithmetic);

    public static Work Bytes(double count) => new(count, Ceiling.Memory);

    /// <summary>Billions a second.</summary>
    public double Rate(double milliseconds) => Amount / milliseconds / 1e6;
}

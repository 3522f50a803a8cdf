namespace Heed.Tests.Kernels;

/// <summary>What a case of attention turns on.</summary>
[Flags]
public enum AttentionFeatures
{
    Plain = 0,
    Grouped = 1,
    Cross = 2,
    Causal = 4,
    Left = 8,
    Hidden = 16,
    Bias = 32,
    Dropout = 64,
    TopLeft = 128,
    Prefix = 256,
    Segments = 512,
    Map = 1024,
    Relative = 2048,
    Alibi = 4096,
    Cap = 8192,
    Sinks = 16384,
    HeadMajor = 32768,
    All = 65535,
}

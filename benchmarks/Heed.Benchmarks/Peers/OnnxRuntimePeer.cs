using Microsoft.ML.OnnxRuntime;

namespace Heed.Benchmarks.Peers;

/// <summary>ONNX Runtime, where its native library loads.</summary>
internal static class OnnxRuntimePeer
{
    /// <summary>Why it cannot take part; null where it can.</summary>
    public static string? Missing { get; } = Load();

    public static string Version => OrtEnv.Instance().GetVersionString();

    /// <summary>How many threads the sessions made from now on work with.</summary>
    public static int Threads { get; set; } = 1;

    /// <summary>A session over a model of <see cref="OnnxGraph"/>, optimised as far as it can be.</summary>
    public static InferenceSession Open(byte[] model)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            EnableCpuMemArena = true,
            EnableMemoryPattern = true,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        return new InferenceSession(model, options);
    }

    private static string? Load()
    {
        try
        {
            OrtEnv.Instance();
            return null;
        }
        catch (Exception failure) when (failure is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            return (failure.InnerException ?? failure).Message.Split('\n')[0];
        }
    }
}

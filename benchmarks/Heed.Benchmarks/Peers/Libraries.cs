namespace Heed.Benchmarks.Peers;

/// <summary>The names of those who race, as tables and JSON have them.</summary>
internal static class Libraries
{
    public const string Heed = "Heed";
    public const string OnnxRuntime = "ONNX Runtime";
    public const string Libtorch = "libtorch";

    public static IReadOnlyList<string> Peers { get; } = [OnnxRuntime, Libtorch];

    /// <summary>Why a peer cannot take part on this machine; null where it can.</summary>
    public static string? Missing(string library) =>
        library == OnnxRuntime ? OnnxRuntimePeer.Missing : library == Libtorch ? LibtorchPeer.Missing : null;

    /// <summary>The version that takes part.</summary>
    public static string Version(string library) => library switch
    {
        OnnxRuntime => OnnxRuntimePeer.Version,
        Libtorch => LibtorchPeer.Version,
        _ => typeof(Kernels.Team).Assembly.GetName().Version!.ToString(3),
    };
}

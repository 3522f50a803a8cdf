using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;
using Heed.Benchmarks.Peers;

namespace Heed.Benchmarks.Reports;

/// <summary>Where the numbers come from.</summary>
internal static partial class MachineFacts
{
    /// <summary>The processor's name, its cores and its widest vectors.</summary>
    public static string Cpu { get; } =
        $"{Model()}, {Environment.ProcessorCount} cores, {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)}-bit vectors";

    /// <summary>The processor's name as a file may have it.</summary>
    public static string FileName { get; } = Unfit().Replace(Model().ToLowerInvariant(), "-").Trim('-');

    public static IReadOnlyList<string> Versions { get; } =
    [
        $"Heed {Libraries.Version(Libraries.Heed)}, .NET {Environment.Version}, {RuntimeInformation.OSDescription}",
        .. Libraries.Peers.Where(peer => Libraries.Missing(peer) is null).Select(peer => $"{peer} {Libraries.Version(peer)}"),
    ];

    /// <summary>A sentence for each peer that cannot take part here.</summary>
    public static IReadOnlyList<string> MissingPeers { get; } =
        [.. Libraries.Peers.Where(peer => Libraries.Missing(peer) is not null).Select(peer => $"{peer} does not take part: {Libraries.Missing(peer)}")];

    private static string Model()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var lines = File.Exists(CpuInfo) ? File.ReadAllLines(CpuInfo) : [];
        string? Field(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
        var name = Field("model name") ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"{RuntimeInformation.ProcessArchitecture}";
        // Virtual machines may hide the model's name, and leave its number.
        return Field("cpu family") is { } family && Field("model\t") is { } model ? $"{name} family {family} model {model}" : name;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Unfit();
}

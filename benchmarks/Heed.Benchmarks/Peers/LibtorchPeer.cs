using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;

namespace Heed.Benchmarks.Peers;

/// <summary>libtorch through TorchSharp, where its native library loads.</summary>
internal static partial class LibtorchPeer
{
    /// <summary>Why it cannot take part; null where it can.</summary>
    public static string? Missing { get; } = Load();

    public static string Version => torch.__version__;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SetThreads(int threads) => torch.set_num_threads(threads);

    // TorchSharp itself answers a failed load by copying the library into the NuGet cache and trying again, in many lines on the
    // console. So the library is loaded first, piece by piece since the packages lie in folders of their own, and TorchSharp is
    // left alone where that fails.
    private static string? Load()
    {
        try
        {
            foreach (var library in new[] { "torch_cpu", "torch", "LibTorchSharp" })
            {
                NativeLibrary.Load(library, typeof(torch).Assembly, null);
            }

            return null;
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            return Reason(failure.Message);
        }
    }

    // The loader names every path it tried; the one that was there says what is wrong.
    private static string Reason(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var reason = lines.FirstOrDefault(line => line.Contains("GLIBC", StringComparison.Ordinal))
            ?? lines.FirstOrDefault(line => line.StartsWith('/') && !line.Contains("No such file", StringComparison.OrdinalIgnoreCase))
            ?? lines[0];
        return Folder().Replace(reason, "");
    }

    [GeneratedRegex(@"/[^ ]*/")]
    private static partial Regex Folder();
}

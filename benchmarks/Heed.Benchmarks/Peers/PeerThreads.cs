namespace Heed.Benchmarks.Peers;

/// <summary>How many threads the peers work with.</summary>
internal static class PeerThreads
{
    /// <summary>For all work from now on; ONNX Runtime takes it when a session is made.</summary>
    public static void Set(int threads)
    {
        OnnxRuntimePeer.Threads = threads;
        if (LibtorchPeer.Missing is null)
        {
            LibtorchPeer.SetThreads(threads);
        }
    }
}

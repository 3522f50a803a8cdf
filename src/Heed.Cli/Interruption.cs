using System.Runtime.InteropServices;

namespace Heed.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks the work to stop, the second ends the process at once. And the reader of our output going
/// away, as <c>head</c> does when it has enough, which stops the work without a word.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // No name in PosixSignal; 13 on Linux and macOS. Console streams swallow the error that a write then gets.
    private const PosixSignal BrokenPipe = (PosixSignal)13;

    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private volatile bool readerIsGone;

    public Interruption()
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            registrations.Add(PosixSignalRegistration.Create(signal, Stop));
        }

        if (!OperatingSystem.IsWindows())
        {
            registrations.Add(PosixSignalRegistration.Create(BrokenPipe, LoseReader));
        }
    }

    public CancellationToken Token => source.Token;

    public bool ReaderIsGone => readerIsGone;

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        // Left alone, the second one does what the signal always does.
        context.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }

    private void LoseReader(PosixSignalContext context)
    {
        context.Cancel = true;
        readerIsGone = true;
        source.Cancel();
    }
}

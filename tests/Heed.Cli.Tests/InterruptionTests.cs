using System.Diagnostics;
using System.Globalization;

namespace Heed.Cli.Tests;

public sealed class InterruptionTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_training_stopped_by_a_signal_says_how_to_go_on_and_ends_in_the_weights_of_one_never_stopped(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals");
        Assert.SkipWhen(signal == "INT" && InterruptsAreIgnored(), "this process was started with SIGINT ignored, and so are its children");
        using var folder = new TemporaryFolder();
        var train = Reviews.WriteCsv(folder, "train.csv", 200, seed: 1);
        string[] whole = ["train", "text", "--train", train, "--output", folder.File("whole"), .. Reviews.QuickFor(epochs: 8)];
        string[] stopped = ["train", "text", "--train", train, "--output", folder.File("stopped"), .. Reviews.QuickFor(epochs: 8)];
        Tool.Run(whole).Succeeded();

        var process = Tool.Start(stopped);
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("epoch 1/8", StringComparison.Ordinal))
        {
        }

        using (var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            kill.WaitForExit();
        }

        var result = Tool.Finish(process);
        Assert.Equal(2, result.Code);
        Assert.Contains("the same command with --resume", Assert.Single(result.Error.TrimEnd().Split('\n')));
        Assert.False(File.Exists(folder.File("stopped/model.safetensors")));

        Tool.Run([.. stopped, "--resume"]).Succeeded();
        foreach (var name in (string[])["model.safetensors", "config.json", "vocab.txt"])
        {
            Assert.Equal(File.ReadAllBytes(folder.File($"whole/{name}")), File.ReadAllBytes(folder.File($"stopped/{name}")));
        }
    }

    // Bit 1 of the mask of ignored signals: background jobs of a shell without job control have it.
    private static bool InterruptsAreIgnored()
    {
        const string Status = "/proc/self/status";
        var mask = File.Exists(Status) ? File.ReadLines(Status).First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : "SigIgn:\t0";
        return (ulong.Parse(mask["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 0b10) != 0;
    }
}

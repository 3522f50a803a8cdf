using System.Diagnostics;
using System.Globalization;

namespace Heed.Cli.Tests;

public sealed class InterruptionTests
{
    [Theory]
    [InlineData("text", "INT")]
    [InlineData("text", "TERM")]
    [InlineData("image", "INT")]
    public void A_training_stopped_by_a_signal_says_how_to_go_on_and_ends_in_the_weights_of_one_never_stopped(string kind, string signal)
    {
        Assert.SkipWhen(signal == "INT" && InterruptsAreIgnored(), "this process was started with SIGINT ignored, and so are its children");
        using var folder = new TemporaryFolder();
        var training = new LongTraining(folder, kind);
        training.RunWhole();

        var result = training.StopAfterOneEpoch(signal);
        Assert.Equal(2, result.Code);
        Assert.Contains("the same command with --resume", Assert.Single(result.Error.TrimEnd().Split('\n')));
        Assert.False(File.Exists(folder.File("stopped/model.safetensors")));

        training.ResumeToTheSameWeights();
    }

    [Fact]
    public void A_training_of_pictures_killed_without_warning_goes_on_to_the_weights_of_one_never_stopped()
    {
        using var folder = new TemporaryFolder();
        var training = new LongTraining(folder, "image");
        training.RunWhole();

        Assert.NotEqual(0, training.StopAfterOneEpoch("KILL").Code);

        training.ResumeToTheSameWeights();
    }

    // Bit 1 of the mask of ignored signals: background jobs of a shell without job control have it.
    private static bool InterruptsAreIgnored()
    {
        const string Status = "/proc/self/status";
        var mask = File.Exists(Status) ? File.ReadLines(Status).First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : "SigIgn:\t0";
        return (ulong.Parse(mask["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 0b10) != 0;
    }

    // Of eight short epochs; what is run whole and what is stopped differ in nothing but their folder.
    private sealed class LongTraining(TemporaryFolder folder, string kind)
    {
        private readonly string[] command = kind == "text"
            ? ["train", "text", "--train", Reviews.WriteCsv(folder, "train.csv", 200, seed: 1), .. Reviews.QuickFor(epochs: 8)]
            : ["train", "image", "--train", Pictures.WriteFolder(folder, "data", ofEach: 60, seed: 1), .. Pictures.QuickFor(epochs: 8)];

        private string[] Stopped => [.. command, "--output", folder.File("stopped")];

        public void RunWhole() => Tool.Run([.. command, "--output", folder.File("whole")]).Succeeded();

        public ToolResult StopAfterOneEpoch(string signal)
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals");
            var process = Tool.Start(Stopped);
            while (process.StandardOutput.ReadLine() is { } line && !line.Contains("training epoch 1/8", StringComparison.Ordinal))
            {
            }

            using (var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                kill.WaitForExit();
            }

            return Tool.Finish(process);
        }

        public void ResumeToTheSameWeights()
        {
            Tool.Run([.. Stopped, "--resume"]).Succeeded();
            foreach (var name in (string[])["model.safetensors", "config.json", kind == "text" ? "vocab.txt" : "preprocessor_config.json"])
            {
                Assert.Equal(File.ReadAllBytes(folder.File($"whole/{name}")), File.ReadAllBytes(folder.File($"stopped/{name}")));
            }
        }
    }
}

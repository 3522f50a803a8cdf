using System.Diagnostics;

namespace Heed.Cli.Tests;

public sealed class FullDiskTests(TrainedModel model)
{
    [Fact]
    public void A_disk_that_fills_up_during_training_is_one_sentence_and_exit_code_2()
    {
        using var folder = new TemporaryFolder();
        var train = Reviews.WriteCsv(folder, "train.csv", 80, seed: 1);
        var disk = Directory.CreateDirectory(folder.File("disk")).FullName;
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk), "needs the right to mount a file system of 1 MB");
        try
        {
            var result = Tool.Run(["train", "text", "--train", train, "--output", Path.Combine(disk, "m"), .. Reviews.Quick]);

            Assert.Equal(2, result.Code);
            Assert.Contains("the disk is full", Assert.Single(result.Error.TrimEnd().Split('\n')));
        }
        finally
        {
            Run("umount", disk);
        }
    }

    [Fact]
    public void A_full_disk_behind_standard_output_is_one_sentence_and_exit_code_2()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");

        var result = Tool.RunInShell("> /dev/full", "evaluate", "--model", model.Path, "--data", model.TestFile);

        Assert.Contains("No space left on device", result.Refusal());
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

using System.Diagnostics;
using Heed.Checkpoints;

namespace Heed.Tests.Checkpoints;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => folder.File("model.bin");

    private string[] Names => folder.Names;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_file_holds_what_was_written_and_nothing_lies_beside_it()
    {
        AtomicFile.WriteText(Target, "naïve");

        Assert.Equal("na\u00efve"u8.ToArray(), File.ReadAllBytes(Target));
        Assert.Equal(["model.bin"], Names);
    }

    [Fact]
    public void An_old_file_is_replaced()
    {
        File.WriteAllText(Target, "an old and longer text");
        AtomicFile.WriteText(Target, "new");

        Assert.Equal("new", File.ReadAllText(Target));
    }

    [Fact]
    public void The_old_file_is_there_until_the_new_one_is_whole()
    {
        File.WriteAllText(Target, "old");
        AtomicFile.Write(Target, stream =>
        {
            stream.Write(new byte[1 << 20]);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(Target));
        });

        Assert.Equal(1 << 20, new FileInfo(Target).Length);
    }

    [Fact]
    public void A_failure_while_writing_leaves_the_old_file_and_no_other()
    {
        File.WriteAllText(Target, "old");
        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write(new byte[1 << 20]);
            throw new OperationCanceledException();
        }));

        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal(["model.bin"], Names);
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_and_what_is_someone_elses_stays()
    {
        var stale = $"{Target}.{Guid.NewGuid():N}.heed-tmp";
        var neighbour = folder.File($"model.bin.x.{Guid.NewGuid():N}.heed-tmp");
        var strange = $"{Target}.notes.heed-tmp";
        foreach (var path in (string[])[stale, neighbour, strange])
        {
            File.WriteAllText(path, "half");
        }

        AtomicFile.WriteText(Target, "new");

        Assert.False(File.Exists(stale));
        Assert.True(File.Exists(neighbour));
        Assert.True(File.Exists(strange));
    }

    [Fact]
    public void Two_writers_of_one_file_do_not_disturb_each_other()
    {
        AtomicFile.Write(Target, outer =>
        {
            AtomicFile.WriteText(Target, "inner");
            outer.Write("outer"u8);
        });

        Assert.Equal("outer", File.ReadAllText(Target));
        Parallel.For(0, 200, i => AtomicFile.WriteText(Target, new string((char)('a' + (i % 26)), 1000)));
        Assert.Single(File.ReadAllText(Target).Distinct());
        Assert.Equal(["model.bin"], Names);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        var path = folder.File("nowhere/model.bin");
        var exception = Assert.Throws<InvalidInputException>(() => AtomicFile.WriteText(path, "new"));

        Assert.Equal($"Cannot write {path}: the folder {folder.File("nowhere")} does not exist.", exception.Message);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_said()
    {
        Directory.CreateDirectory(Target);
        var exception = Assert.Throws<InvalidInputException>(() => AtomicFile.WriteText(Target, "new"));

        Assert.Equal($"Cannot write {Target}: a folder has that name.", exception.Message);
        Assert.Empty(Names);
    }

    [Fact]
    public void No_space_left_while_writing_is_one_sentence_and_the_old_file_stays()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        File.WriteAllText(Target, "old");
        var exception = Assert.Throws<InvalidInputException>(() => AtomicFile.Write(Target, _ =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            full.WriteByte(1);
        }));

        Assert.Equal(FullMessage(Target), exception.Message);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal(["model.bin"], Names);
    }

    [Fact]
    public void A_disk_that_is_really_full_leaves_the_old_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=256k", "heed", folder.Path), "Mounting a small disk needs root.");
        try
        {
            AtomicFile.WriteText(Target, "old");
            var exception = Assert.Throws<InvalidInputException>(() => AtomicFile.Write(Target, stream =>
            {
                for (var i = 0; i < 1024; i++)
                {
                    stream.Write(new byte[1000]);
                }
            }));

            Assert.Equal(FullMessage(Target), exception.Message);
            Assert.Equal("old", File.ReadAllText(Target));
            Assert.Equal(["model.bin"], Names);
        }
        finally
        {
            Run("umount", folder.Path);
        }
    }

    private static string FullMessage(string path) =>
        $"Cannot write {path}: the disk is full; free some space or choose another folder (an older model.bin is left as it was).";

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

using Heed.Checkpoints;

namespace Heed.Tests.Checkpoints;

public sealed class KilledSaveTests
{
    private const int Length = 1_000_000;

    [Fact]
    public void A_process_killed_while_it_saves_leaves_the_old_file_or_the_new_one()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("state.safetensors");
        var random = new Random(7);
        for (var round = 0; round < 12; round++)
        {
            using (var child = ChildProcess.Start(SaveUntilKilled, path))
            {
                Assert.Equal("saved", child.Output.ReadLine());
                Thread.Sleep(random.Next(1, 40));
                child.Kill();
            }

            using var file = SafetensorsFile.Open(path);
            var generation = float.Parse(file.Metadata["generation"]);
            var values = file.ReadFloats("x");
            Assert.Equal(Length, values.Length);
            Assert.Equal(-1, values.AsSpan().IndexOfAnyExcept(generation));
            Assert.True(folder.Names.Length <= 2, "What earlier kills left was not cleaned up.");
        }

        AtomicFile.WriteText(path, "the next save");
        Assert.Equal(["state.safetensors"], folder.Names);
    }

    private static void SaveUntilKilled(string[] arguments)
    {
        for (var generation = 1; ; generation++)
        {
            var values = new float[Length];
            Array.Fill(values, generation);
            SafetensorsWriter.Write(arguments[0], [("x", [Length], values)], new Dictionary<string, string> { ["generation"] = $"{generation}" });
            Console.WriteLine("saved");
        }
    }
}

using Heed.Pipelines.Classification;

namespace Heed.Pipelines.Tests.Classification;

public sealed class KilledTrainingTests
{
    [Fact]
    public void A_run_killed_at_random_moments_and_resumed_ends_in_the_weights_of_one_never_stopped()
    {
        using var whole = new TemporaryFolder();
        using var killed = new TemporaryFolder();
        Train([whole.Path]);
        var random = new Random();
        var kills = 0;
        for (var attempt = 0; attempt < 30; attempt++)
        {
            using var child = ChildProcess.Start(Train, killed.Path);
            child.Output.ReadLine();
            Thread.Sleep(random.Next(400));
            if (child.HasExited)
            {
                break;
            }

            child.Kill();
            kills++;
        }

        Train([killed.Path]);

        Assert.True(kills > 0, "the run ended before it could be killed");
        Assert.Equal(File.ReadAllBytes(whole.File("model.safetensors")), File.ReadAllBytes(killed.File("model.safetensors")));
        Assert.Equal(File.ReadAllText(whole.File("vocab.txt")), File.ReadAllText(killed.File("vocab.txt")));
    }

    private static void Train(string[] arguments)
    {
        Console.WriteLine("started");
        Console.Out.Flush();
        TextClassifier.Train(SmallTexts.Make(600), null, SmallTexts.Options(arguments[0]) with { Resume = true, SaveSeconds = 0.02 });
    }
}

using Heed.Pipelines.Classification;
using Heed.Pipelines.Data;

namespace Heed.Pipelines.Tests.Classification;

/// <summary>
/// Sentences whose label turns on who comes first, so that a bag of words and word pairs cannot win; and a model small enough to learn them
/// in seconds.
/// </summary>
internal static class SmallTexts
{
    private static readonly string[] Fillers = ["then", "later", "again", "there", "quietly", "so"];

    public static List<TextExample> Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        var examples = new List<TextExample>();
        for (var i = 0; i < count; i++)
        {
            var annaFirst = random.Next(2) == 0;
            var (first, second) = annaFirst ? ("anna", "boris") : ("boris", "anna");
            examples.Add(new TextExample($"{Filler()} {first} {Filler()} {Filler()} {second} {Filler()}", annaFirst ? "forward" : "backward", i + 2));
        }

        return examples;

        string Filler() => Fillers[random.Next(Fillers.Length)];
    }

    public static TextClassifierOptions Options(string? directory = null, EncoderFamily family = EncoderFamily.Bert) => new()
    {
        Seed = 3,
        Family = family,
        Epochs = 8,
        PretrainingEpochs = 2,
        OutputDirectory = directory,
        Adjust = plan => plan with
        {
            ModelDim = 32,
            NumLayers = 2,
            NumHeads = 2,
            HiddenDim = 64,
            VocabularySize = 120,
            MaxLength = 24,
            BatchSize = 16,
            LearningRate = 3e-3f,
            Dropout = 0.05f,
            TokenDropout = 0,
            AverageDecay = 0.9f,
        },
    };
}

using Heed.Pipelines.Data;

namespace Heed.Cli.Tests;

/// <summary>Easy sentences in two classes, and the fewest options that learn them in a second.</summary>
internal static class Reviews
{
    public static readonly string[] Quick = QuickFor();

    private static readonly string[] Things = ["film", "book", "meal", "hotel", "song"];
    private static readonly string[] Good = ["great", "fine", "superb", "lovely"];
    private static readonly string[] Bad = ["awful", "poor", "dull", "nasty"];

    public static string[] QuickFor(int epochs = 2, int maxLength = 32, int pretrainingEpochs = 1) =>
        ["--preset", "tiny", "--epochs", $"{epochs}", "--pretraining-epochs", $"{pretrainingEpochs}", "--vocabulary-size", "200", "--max-length", $"{maxLength}", "--threads", "1"];

    public static IReadOnlyList<TextExample> Make(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var isGood = random.Next(2) == 0;
            var text = $"the {Things[random.Next(Things.Length)]} number {random.Next(1000)} was {(isGood ? Good : Bad)[random.Next(Good.Length)]}";
            return new TextExample(text, isGood ? "praise" : "blame", i + 2);
        })];
    }

    public static string Csv(int count, int seed) =>
        "text,label\n" + string.Concat(Make(count, seed).Select(example => $"{example.Text},{example.Label}\n"));

    public static string WriteCsv(TemporaryFolder folder, string name, int count, int seed)
    {
        File.WriteAllText(folder.File(name), Csv(count, seed));
        return folder.File(name);
    }
}

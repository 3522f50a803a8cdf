using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;
using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>Which pictures were found, before training begins.</summary>
internal static class ImageDataView
{
    private const int MostClasses = 20;
    private const int MostEndings = 5;
    private const int MostUnlabelled = 3;

    /// <param name="console">Where to.</param>
    /// <param name="images">All splits; those without labels to learn from are left alone.</param>
    /// <param name="profile">What the pictures are like.</param>
    /// <param name="validationSource">Where validation comes from.</param>
    public static void Write(IAnsiConsole console, ImageSet images, ImageProfile profile, string validationSource)
    {
        console.WriteTitle("Data");
        var size = profile.SizesDiffer ? $"of several sizes, shorter edge {profile.Size.Height} pixels in the median" : $"{profile.Size} pixels";
        console.WriteLine($"  training    {Words.Plural(images.Train.Count, "picture")}, {size}, {(profile.IsGrey ? "grey" : "in colour")}");
        console.WriteLine($"  validation  {(images.Validation is { } held ? Words.Plural(held.Count, "picture") + ", " : "")}{validationSource}");
        if (images.Test is { } test)
        {
            console.WriteLine($"  test        {Words.Plural(test.Count, "picture")}, left alone: heed evaluate measures on them");
        }

        var names = images.Train.Select(example => example.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        var more = names.Count > MostClasses ? $" and {names.Count - MostClasses} more" : "";
        console.WriteLine($"  classes     {names.Count}: {string.Join(", ", names.Take(MostClasses).Select(name => Words.Shorten(name, 30)))}{more}");
        if (images.Unlabelled.Count > 0)
        {
            var shown = images.Unlabelled.Take(MostUnlabelled).Select(name => Words.Shorten(Path.GetFileName(name), 30));
            var others = images.Unlabelled.Count > MostUnlabelled ? ", ..." : "";
            console.WriteLine($"  left out    {Words.Plural(images.Unlabelled.Count, "picture")} in no class folder: {string.Join(", ", shown)}{others}");
        }

        if (images.Ignored.Count > 0)
        {
            var endings = images.Ignored.Select(Path.GetExtension).Distinct().Order(StringComparer.Ordinal).Select(ending => ending is "" ? "no ending" : ending).Take(MostEndings);
            console.WriteLine($"  ignored     {Words.Plural(images.Ignored.Count, "file")} whose ending is none of a picture's: {string.Join(", ", endings)}");
        }
    }
}

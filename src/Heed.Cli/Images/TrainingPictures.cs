using Heed.Pipelines.Images;

namespace Heed.Cli.Images;

/// <summary>Pictures to learn from, and those that decide which state is best.</summary>
/// <param name="Images">All splits. The test split takes no part.</param>
/// <param name="ValidationSource">Where validation comes from, in words.</param>
internal sealed record TrainingPictures(ImageSet Images, string ValidationSource)
{
    private const int MostNamed = 20;

    /// <exception cref="InvalidInputException">A path cannot be read, there is one class only, or one is missing on one of both sides.</exception>
    public static TrainingPictures Read(string trainPath, string? validationPath)
    {
        var images = Find(trainPath, validationPath);
        RequireTwoClasses(trainPath, images.Train);
        if (images.Validation is { } validation)
        {
            RequireSameClasses(images.Train, validation, trainPath, validationPath ?? trainPath);
        }

        return new TrainingPictures(
            images,
            validationPath is not null ? $"from {validationPath}" : images.Validation is not null ? "the data's own" : "set aside from the training pictures");
    }

    /// <summary>All splits of a path, with those that another one names for validation.</summary>
    /// <exception cref="InvalidInputException">A path cannot be read.</exception>
    public static ImageSet Find(string trainPath, string? validationPath)
    {
        var train = ImageData.Read(trainPath);
        return validationPath is null ? train : train with { Validation = OwnSplit(ImageData.Read(validationPath)) };
    }

    // Of a path that was named for validation, the split that is for it, or else the one that is not for learning.
    private static IReadOnlyList<ImageExample> OwnSplit(ImageSet images) => images.Validation ?? images.Test ?? images.Train;

    private static void RequireTwoClasses(string path, IReadOnlyList<ImageExample> train)
    {
        if (train.All(example => example.Label == train[0].Label))
        {
            throw new InvalidInputException($"{path}: every picture has the label '{train[0].Label}'; expected at least two labels, each a folder.");
        }
    }

    private static void RequireSameClasses(
        IReadOnlyList<ImageExample> train, IReadOnlyList<ImageExample> validation, string trainPath, string validationPath)
    {
        var (learned, held) = (Labels(train), Labels(validation));
        if (validation.FirstOrDefault(example => !learned.Contains(example.Label)) is { } foreign)
        {
            throw new InvalidInputException(
                $"{foreign.Image.Name}: found the label '{foreign.Label}', which {trainPath} does not have for training; expected one of {string.Join(", ", learned.Take(MostNamed))}.");
        }

        if (learned.FirstOrDefault(label => !held.Contains(label)) is { } missing)
        {
            throw new InvalidInputException(
                $"{validationPath}: validation has no picture of the class '{missing}', which training has; expected at least one of every class, or no validation pictures, so that some are set aside.");
        }
    }

    private static SortedSet<string> Labels(IReadOnlyList<ImageExample> examples) => new(examples.Select(example => example.Label), StringComparer.Ordinal);
}

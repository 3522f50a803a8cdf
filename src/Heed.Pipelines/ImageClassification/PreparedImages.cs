using System.Security.Cryptography;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Labelled pictures made ready for training: planned for, read at the training size, split. A function of data and options.</summary>
internal sealed class PreparedImages
{
    private PreparedImages(ImageClassifierOptions options, IReadOnlyList<ImageExample> train, IReadOnlyList<ImageExample>? validation, CancellationToken cancellation)
    {
        Start = options.StartFrom is { } folder ? StartingPoint.Open(folder) : null;
        Labels = TrainingLabels.Check(
            "picture",
            train.Select(example => example.Label),
            [.. (validation ?? []).Select(example => example.Label)],
            i => validation![i].Image.Name);
        RequireValidated(validation);
        var profile = ImageProfiles.Of(train, Labels.Count, cancellation);
        var chosen = ImageClassifierDefaults.Choose(options, profile, Start);
        Plan = options.Adjust?.Invoke(chosen) ?? chosen;
        options.Examined?.Invoke(profile, Plan);
        Preprocessing = Start?.Preprocessing.ResultingIn(Plan.Model.ImageSize) ?? ImageProcessorConfig.ViT with { Size = Plan.Model.ImageSize };
        var pictures = Read(train, options.Skipped, cancellation);
        WasSetAside = validation is null;
        var (training, held) = validation is null
            ? DataSplit.Stratified(pictures, picture => picture.Label, picture => picture.Content, "picture", options.ValidationShare, options.Seed)
            : (pictures, Read(validation, options.Skipped, cancellation));
        Training = Labelled(training);
        Validation = Labelled(held);
        RequireEveryClass();
        if (!WasSetAside && Unvalidated is [var unread, ..])
        {
            throw new InvalidInputException($"No picture of the class \"{unread}\" can be read for validation; expected at least one that is whole.");
        }

        Preprocessing = Start is null ? ChannelStatistics.Normalising(Training.Images, Preprocessing) : Preprocessing;
    }

    public LabelSet Labels { get; }

    /// <summary>The trained model to start from, if there is one.</summary>
    public StartingPoint? Start { get; }

    public ImageClassifierPlan Plan { get; }

    public LabelledImages Training { get; }

    /// <summary>The pictures that decide which state is best.</summary>
    public LabelledImages Validation { get; }

    /// <summary>Whether those were taken from the training pictures.</summary>
    public bool WasSetAside { get; }

    /// <summary>How many pictures were broken and left out.</summary>
    public int Skipped { get; private set; }

    /// <summary>Classes that validation has no picture of.</summary>
    public IReadOnlyList<string> Unvalidated =>
        [.. Labels.Names.Where((_, label) => !Validation.Labels.Contains(label))];

    /// <summary>What is done to every picture before the model sees it.</summary>
    public ImageProcessorConfig Preprocessing { get; }

    /// <exception cref="InvalidInputException">The data cannot be learned from.</exception>
    public static PreparedImages Of(
        ImageClassifierOptions options, IReadOnlyList<ImageExample> train, IReadOnlyList<ImageExample>? validation, CancellationToken cancellation) =>
        new(options, train, validation, cancellation);

    private List<Picture> Read(IReadOnlyList<ImageExample> examples, Action<string>? skipped, CancellationToken cancellation)
    {
        var images = PictureReading.Read(
            [.. examples.Select(example => example.Image)], new ImageProcessor(Preprocessing).Frame, skipped, cancellation);
        var read = new List<Picture>();
        for (var i = 0; i < images.Length; i++)
        {
            if (images[i] is { } image)
            {
                read.Add(new Picture(image, examples[i].Label, Convert.ToHexString(SHA256.HashData(image.Pixels))));
            }
        }

        Skipped += images.Length - read.Count;
        return read.Count > 0 ? read : throw new InvalidInputException($"None of {images.Length} pictures can be read; expected at least one that is whole.");
    }

    private LabelledImages Labelled(IReadOnlyList<Picture> pictures) =>
        new([.. pictures.Select(picture => picture.Image)], [.. pictures.Select(picture => Labels.IndexOf(picture.Label))]);

    private void RequireValidated(IReadOnlyList<ImageExample>? validation)
    {
        if (validation is not null && Labels.Names.Except(validation.Select(example => example.Label)).FirstOrDefault() is { } missing)
        {
            throw new InvalidInputException(
                $"Validation has no picture of the class \"{missing}\", which training has; expected at least one of every class, or no validation pictures, so that some are set aside.");
        }
    }

    // Broken pictures may have taken a class along.
    private void RequireEveryClass()
    {
        for (var label = 0; label < Labels.Count; label++)
        {
            if (!Training.Labels.Contains(label))
            {
                throw new InvalidInputException($"No picture of the class \"{Labels.Names[label]}\" can be read for training; expected at least one that is whole.");
            }
        }
    }

    private sealed record Picture(RgbImage Image, string Label, string Content);
}

using Heed.Kernels;
using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images;
using Heed.Training;

namespace Heed.Pipelines.ImageClassification;

/// <summary>
/// Pictures in, labels out: a Vision Transformer with its preprocessing and its class names. Predicting is safe from many threads.
/// </summary>
public sealed class ImageClassifier
{
    internal ImageClassifier(VisionModel vision, ImageProcessorConfig preprocessing, LabelSet labels)
    {
        (Vision, Preprocessing, LabelSet) = (vision, preprocessing, labels);
        Processor = new ImageProcessor(preprocessing);
    }

    /// <summary>The class names.</summary>
    public IReadOnlyList<string> Labels => LabelSet.Names;

    /// <summary>Number of learned values.</summary>
    public long NumParameters => Vision.Model.Parameters.Count;

    /// <summary>What is done to a picture before the model sees it.</summary>
    public ImageProcessorConfig Preprocessing { get; }

    /// <summary>How it was trained; null for a model that was loaded.</summary>
    public ImageTrainingReport? Training { get; internal set; }

    /// <summary>The simple model trained beside it on the same pictures, if its folder has one.</summary>
    public PixelBaseline? Baseline { get; internal init; }

    internal VisionModel Vision { get; }

    internal ImageProcessor Processor { get; }

    internal LabelSet LabelSet { get; }

    /// <summary>Trains a classifier, from scratch unless the options say otherwise, on the training pictures of a set, its validation pictures deciding if it has any.</summary>
    /// <inheritdoc cref="Train(IReadOnlyList{ImageExample}, IReadOnlyList{ImageExample}?, ImageClassifierOptions?, IProgress{TrainingProgress}?, CancellationToken)"/>
    public static ImageClassifier Train(
        ImageSet images, ImageClassifierOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        Train(images.Train, images.Validation, options, progress, cancellation);

    /// <summary>Trains a classifier, from scratch unless the options say otherwise, on labelled pictures.</summary>
    /// <param name="train">What it learns from.</param>
    /// <param name="validation">What decides which state is best; a share of <paramref name="train"/> is set aside if null.</param>
    /// <param name="options">What to decide yourself; the rest is chosen from the data.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops; with an output directory the run can be resumed.</param>
    /// <exception cref="InvalidInputException">The data cannot be learned from: a broken picture, one class only, a label in validation that training lacks, ...</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ImageClassifier Train(
        IReadOnlyList<ImageExample> train,
        IReadOnlyList<ImageExample>? validation = null,
        ImageClassifierOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default) =>
        new ImageClassifierTraining(options ?? new ImageClassifierOptions(), progress, cancellation).Run(train, validation);

    /// <summary>Opens a model folder: one that Heed trained, or one of Hugging Face's ViT, DeiT or DINOv2 classifiers.</summary>
    /// <exception cref="InvalidInputException">A file is missing, broken or of another kind.</exception>
    public static ImageClassifier Load(string directory) => ImageClassifierFolder.Load(directory);

    /// <summary>Whether the config.json of a model folder is that of a model of pictures.</summary>
    /// <exception cref="InvalidInputException">There is no config.json, or it is broken.</exception>
    public static bool IsModelOfPictures(string directory) => VisionModel.Knows(ModelConfigFile.Open(directory).ModelType);

    /// <summary>Writes config.json, model.safetensors, preprocessor_config.json and the baseline.</summary>
    /// <exception cref="InvalidInputException">The folder cannot be written to.</exception>
    public void Save(string directory) => ImageClassifierFolder.Save(directory, this);

    /// <summary>
    /// The same model for pictures of another size: they are brought to it instead, and the grid of positions is resized (Dosovitskiy et al. 2021,
    /// section 3.2). Somewhat larger pictures often tell more; for much larger ones the model has to be trained further
    /// (<see cref="ImageClassifierOptions.StartFrom"/>).
    /// </summary>
    /// <param name="size">Height and width in pixels.</param>
    /// <returns>A classifier that shares the weights with this one.</returns>
    /// <exception cref="ArgumentException">Pictures of this size leave no patch.</exception>
    public ImageClassifier AtImageSize(GridSize size) => Vision.Model.GridOf(size) is { Height: > 0, Width: > 0 }
        ? new(Vision, Preprocessing.ResultingIn(size), LabelSet) { Baseline = Baseline, Training = Training }
        : throw new ArgumentException($"Pictures of {size} pixels leave no patch; expected larger ones.", nameof(size));

    /// <summary>Classifies one picture.</summary>
    /// <param name="image">A file, bytes or pixels.</param>
    /// <param name="topK">How many labels to name.</param>
    /// <exception cref="InvalidInputException">The picture is broken.</exception>
    public Prediction Predict(ImageSource image, int topK = int.MaxValue) => Predict([image], topK)[0];

    /// <summary>Classifies raw pixels.</summary>
    /// <param name="image">The pixels.</param>
    /// <param name="topK">How many labels to name.</param>
    public Prediction Predict(RgbImage image, int topK = int.MaxValue) => Predict(ImageSource.FromPixels(image, "pixels"), topK);

    /// <summary>Classifies a picture that comes as the bytes of a file: PNG, JPEG, WebP, BMP or GIF.</summary>
    /// <param name="stream">The bytes, read to their end or the most that a picture may have.</param>
    /// <param name="topK">How many labels to name.</param>
    /// <exception cref="InvalidInputException">The picture is broken.</exception>
    public Prediction Predict(Stream stream, int topK = int.MaxValue) => Predict(ImageSource.FromStream(stream, "stream"), topK);

    /// <summary>Classifies pictures, in their order, decoding them on all threads.</summary>
    /// <param name="images">Files, bytes or pixels.</param>
    /// <param name="topK">How many labels to name for each.</param>
    /// <param name="skipped">Told of each broken picture, which is then left out of the result; null to fail at the first.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="InvalidInputException">A picture is broken.</exception>
    public IReadOnlyList<Prediction> Predict(
        IReadOnlyList<ImageSource> images, int topK = int.MaxValue, Action<string>? skipped = null, CancellationToken cancellation = default)
    {
        var predictions = new List<Prediction>();
        foreach (var batch in images.Chunk(ImageInference.BatchSize))
        {
            var read = Read(batch, skipped, cancellation);
            var probabilities = Probabilities([.. read.OfType<RgbImage>()], cancellation);
            var row = 0;
            for (var i = 0; i < batch.Length; i++)
            {
                if (read[i] is not null)
                {
                    predictions.Add(Prediction.Of(
                        batch[i].Name, LabelSet, probabilities.AsSpan(row++ * LabelSet.Count, LabelSet.Count), truncated: false, topK));
                }
            }
        }

        return predictions;
    }

    /// <summary>Measures the model on labelled pictures, with the baseline beside it where the folder has one.</summary>
    /// <param name="examples">The pictures.</param>
    /// <param name="skipped">Told of each broken picture, which is then left out; null to fail at the first.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="InvalidInputException">A label is none of the model's, a picture is broken, or there is none.</exception>
    public EvaluationReport Evaluate(IReadOnlyList<ImageExample> examples, Action<string>? skipped = null, CancellationToken cancellation = default) =>
        ImageEvaluation.Measure(this, examples, skipped, cancellation);

    /// <summary>Classifies a picture and says what every head of every layer attended to, which patches counted, and how far that may be trusted.</summary>
    /// <param name="image">A file, bytes or pixels.</param>
    /// <param name="options">Which class, which methods, and whether they are put to the test.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="InvalidInputException">The picture is broken, or the model has no such label.</exception>
    public ImageExplanation Explain(ImageSource image, ImageExplanationOptions? options = null, CancellationToken cancellation = default) =>
        ImageExplaining.Run(this, image, options ?? new ImageExplanationOptions(), cancellation);

    /// <summary>What the model makes of a picture on the way to its answer: patches, their rows of numbers, positions, tokens, logits.</summary>
    /// <exception cref="InvalidInputException">The picture is broken, or too small to show anything.</exception>
    public PatchEncoding Encode(ImageSource image) => PatchEncoding.Of(this, image);

    /// <summary>The part of a picture that the model sees, in the picture's own proportions and pixels: what overlays are laid over.</summary>
    /// <inheritdoc cref="ImageProcessor.SeenPart"/>
    public RgbImage SeenPart(RgbImage image, int longestSide = 1024) => Processor.SeenPart(image, longestSide);

    /// <summary>Pictures as the model sees them; null where one was skipped.</summary>
    internal RgbImage?[] Read(IReadOnlyList<ImageSource> images, Action<string>? skipped, CancellationToken cancellation) =>
        PictureReading.Read(images, Processor.Frame, skipped, cancellation);

    internal float[] Probabilities(RgbImage[] images, CancellationToken cancellation)
    {
        var scores = ImageInference.Logits(Vision.Model, Processor, images, LabelSet.Count, cancellation);
        Scores.ToProbabilities(scores, LabelSet.Count);
        return scores;
    }
}

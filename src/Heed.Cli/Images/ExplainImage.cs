using Heed.Checkpoints;
using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Cli.Verbs;
using Heed.Figures;
using Heed.Figures.Vision;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;
using Spectre.Console;

namespace Heed.Cli.Images;

/// <summary>Shows what a classifier of pictures went by for one of them.</summary>
internal sealed class ExplainImage
{
    private readonly Invocation invocation;
    private readonly ImageExplanation explanation;
    private readonly PatchEncoding encoding;
    private readonly ExplainedImage image;
    private readonly OverlayStyle style;
    private readonly int? layer;

    private ExplainImage(Invocation invocation, ImageExplanation explanation, PatchEncoding encoding, ExplainedImage image)
    {
        (this.invocation, this.explanation, this.encoding, this.image) = (invocation, explanation, encoding, image);
        style = ExplainImageOptions.StyleOf(invocation);
        layer = invocation.Get(ExplainImageOptions.Layer) - 1;
        if (layer >= image.NumLayers)
        {
            throw new InvalidInputException($"--layer: found {layer + 1}, expected 1 to {image.NumLayers}, the layers of the model.");
        }
    }

    public static int Run(Invocation invocation)
    {
        var path = invocation.Get(ExplainVerb.Output);
        RequireKnownEnding(path);
        var classifier = ImageModels.Open(invocation);
        var file = invocation.Get(ExplainVerb.Input);
        if (Directory.Exists(file))
        {
            throw new InvalidInputException($"{file} is a folder; expected the file of one picture.");
        }

        var given = file == PipedPicture.Path ? PipedPicture.Read() : ImageSource.FromFile(file);
        var pixels = given.Read();
        var picture = ImageSource.FromPixels(pixels, given.Name);
        var options = new ImageExplanationOptions
        {
            Target = invocation.Get(ExplainImageOptions.Target),
            MeasuresTrust = !invocation.Get(ExplainImageOptions.Untested),
        };
        var explanation = classifier.Explain(picture, options, invocation.Cancellation);
        var image = ImageFigures.ToFigures(Path.GetFileName(given.Name), explanation, classifier.SeenPart(pixels));
        new ExplainImage(invocation, explanation, classifier.Encode(picture), image).Tell(path);
        return ExitCode.Done;
    }

    private void Tell(string? path)
    {
        var chosen = Chosen();
        if (path is not null)
        {
            Write(path, chosen);
        }

        if (invocation.IsJson)
        {
            invocation.Terminal.Output.WriteLine(JsonText.Of(Numbers()));
        }

        PictureView.Write(invocation.Terminal.Result, image, chosen);
        if (path is not null)
        {
            invocation.Terminal.Story.WriteLine($"Written to {path}");
        }
    }

    private void Write(string path, RelevanceMap? chosen)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".html":
                ImagePage.Save(path, image, [EncodingPicture.Draw(Encoded())]);
                break;
            case ".json":
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                AtomicFile.WriteText(path, JsonText.Of(Numbers()) + "\n");
                break;
            default:
                Draw(chosen).Save(path);
                break;
        }
    }

    private Figure Draw(RelevanceMap? chosen) => invocation.Get(ExplainImageOptions.Show) switch
    {
        PictureContent.Overlay => PictureOverlay.Draw(image, chosen ?? throw Nothing("an overlay needs a method, and this model has no attention"), style),
        PictureContent.Methods => image.Methods.Count > 0 ? MethodPanels.Draw(image, style) : throw Nothing("there is no method for a model without attention"),
        PictureContent.Heads => image.NumLayers > 0 ? HeadOverlays.Draw(image, style, layer) : throw Nothing("this model has no heads"),
        PictureContent.Tokens => EncodingPicture.Draw(Encoded()),
        _ => Figure.Stack($"{image.Name}: {image.Scores[0].Label}", [.. All()]),
    };

    private IEnumerable<Figure> All()
    {
        yield return PictureAnswer.Draw(image);
        if (image.Methods.Count > 0)
        {
            yield return MethodPanels.Draw(image, style);
        }

        if (image.Methods.Any(method => method.Trust is not null))
        {
            yield return TrustCharts.Draw(image);
        }

        if (image.NumLayers > 0)
        {
            yield return HeadOverlays.Draw(image, style, layer);
        }

        yield return EncodingPicture.Draw(Encoded());
    }

    private RelevanceMap? Chosen()
    {
        if (invocation.Get(ExplainImageOptions.Method) is not { } method)
        {
            return image.MostTrusted;
        }

        for (var i = 0; i < explanation.Maps.Count; i++)
        {
            if (explanation.Maps[i].Method == method)
            {
                return image.Methods[i];
            }
        }

        throw new InvalidInputException(
            $"--method: found '{ExplainImageOptions.NameOf(method)}', expected one that this model has: {string.Join(", ", explanation.Maps.Select(map => ExplainImageOptions.NameOf(map.Method)))}.");
    }

    private EncodedImage Encoded() => ImageFigures.ToFigures(image.Name, encoding, explanation, image.Reader);

    private ImageExplanationJson Numbers() => ImageExplanationJson.Of(invocation.Get(ExplainVerb.Input), explanation);

    private static InvalidInputException Nothing(string reason) => new($"--show: nothing to show, for {reason}.");

    private static void RequireKnownEnding(string? path)
    {
        if (path is not null && Path.GetExtension(path).ToLowerInvariant() is not (".html" or ".svg" or ".png" or ".json") and var ending)
        {
            throw new InvalidInputException(
                $"{path}: cannot write {(ending.Length > 0 ? ending : "a file without an ending")}; expected a name that ends in .html, .svg, .png or .json.");
        }
    }
}

using Heed.Figures.Drawing;
using Heed.Figures.Raster;
using Heed.Figures.Svg;

namespace Heed.Figures;

/// <summary>A finished picture. It follows the reader's light or dark setting and needs no file beside it.</summary>
public sealed class Figure
{
    internal Figure(string title, string description, double width, double height, IReadOnlyList<Shape> shapes)
    {
        Title = title;
        Description = Caption = description;
        CaptionTop = height;
        Width = width;
        Height = height;
        Shapes = shapes;
    }

    /// <summary>What the picture shows, in a few words.</summary>
    public string Title { get; }

    /// <summary>The caption: how to read it, and by which equation it was made.</summary>
    public string Description { get; }

    /// <summary>Width in CSS pixels.</summary>
    public double Width { get; }

    /// <summary>Height in CSS pixels.</summary>
    public double Height { get; }

    internal IReadOnlyList<Shape> Shapes { get; }

    /// <summary>What is written below the drawing.</summary>
    internal string Caption { get; init; }

    /// <summary>How many lines it takes: the last shapes.</summary>
    internal int CaptionLines { get; init; }

    /// <summary>Where it begins.</summary>
    internal double CaptionTop { get; init; }

    /// <summary>The drawing alone, for a page that sets the caption in its own letters.</summary>
    internal Figure WithoutCaption() => new(
        Title, Description, Width, CaptionTop, [new Box(0, 0, Width, CaptionTop, Drawing.Theme.Paper), .. Shapes.Skip(1).SkipLast(CaptionLines)]);

    /// <summary>Figures below one another as one figure.</summary>
    /// <param name="title">What all of them are about.</param>
    /// <param name="figures">One or more.</param>
    public static Figure Stack(string title, IReadOnlyList<Figure> figures)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentOutOfRangeException.ThrowIfZero(figures.Count, nameof(figures));
        return FigureStack.Of(title, figures);
    }

    /// <summary>The picture as an SVG document, for light and dark pages.</summary>
    /// <param name="outlinedText">Draw the letters as outlines, so that the text is there on a machine without fonts; it can then be
    /// read out, but not searched or selected.</param>
    public string ToSvg(bool outlinedText = false) => SvgWriter.Write(this, outlinedText);

    /// <summary>The picture as a PNG file. The letters are Heed's own, so it looks the same on every machine.</summary>
    /// <param name="scale">Pixels to a CSS pixel: 1, 2, or any positive number.</param>
    /// <param name="theme">The page it is drawn for.</param>
    /// <exception cref="ArgumentException">The scale is no positive number, or the picture would have over 67 million pixels.</exception>
    public byte[] ToPng(double scale = 1, FigureTheme theme = FigureTheme.Light) => RasterWriter.Write(this, scale, theme);

    /// <summary>
    /// Writes the picture in the kind of file that the name asks for, .svg or .png; a file of that name is replaced only when the
    /// new one is complete.
    /// </summary>
    /// <exception cref="ArgumentException">The name ends otherwise, or the options ask for a picture that cannot be drawn.</exception>
    public void Save(string path, SaveOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new SaveOptions();
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".svg":
                WholeFile.Write(path, ToSvg(options.OutlinedText));
                break;
            case ".png":
                WholeFile.Write(path, ToPng(options.Scale, options.Theme));
                break;
            default:
                throw new ArgumentException($"{path}: a figure is saved as .svg or .png; the name ends in neither.", nameof(path));
        }
    }
}

using Heed.Figures.Drawing;
using Heed.Figures.Svg;

namespace Heed.Figures;

/// <summary>A finished picture. It follows the reader's light or dark setting and needs no file beside it.</summary>
public sealed class Figure
{
    internal Figure(string title, string description, double width, double height, IReadOnlyList<Shape> shapes)
    {
        Title = title;
        Description = description;
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

    /// <summary>The picture as an SVG document.</summary>
    public string ToSvg() => SvgWriter.Write(this);

    /// <summary>Writes the SVG document; a file of that name is replaced only when the new one is complete.</summary>
    public void Save(string path) => WholeFile.Write(path, ToSvg());
}

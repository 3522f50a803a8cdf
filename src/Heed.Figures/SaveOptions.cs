namespace Heed.Figures;

/// <summary>How <see cref="Figure.Save"/> writes what its kind of file leaves open.</summary>
public sealed record SaveOptions
{
    /// <summary>PNG: pixels to a CSS pixel; 2 suits today's screens, 3 or 4 suits print.</summary>
    public double Scale { get; init; } = 2;

    /// <summary>PNG: the page it is drawn for.</summary>
    public FigureTheme Theme { get; init; } = FigureTheme.Light;

    /// <summary>SVG: letters as outlines, so that the text is there on a machine without fonts.</summary>
    public bool OutlinedText { get; init; }
}

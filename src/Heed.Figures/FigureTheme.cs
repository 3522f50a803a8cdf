namespace Heed.Figures;

/// <summary>The page a picture is drawn for. An SVG holds both; a PNG has to choose.</summary>
public enum FigureTheme
{
    /// <summary>Dark ink on a light page.</summary>
    Light,

    /// <summary>Light ink on a dark page.</summary>
    Dark,
}

namespace Heed.Cli.Lesson;

/// <summary>The kinds of file that the five pictures are written as.</summary>
internal enum FigureFormat
{
    Svg,
    Png,
    Html,
}

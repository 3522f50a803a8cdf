namespace Heed.Models;

/// <summary>Where the tokens of a picture lie along one axis of it, in shares of its length from 0 to 1.</summary>
/// <param name="Centres">[numTokens]: the middle of what each token sees, ascending.</param>
/// <param name="Edges">[numTokens + 1]: 0, where the cell of each token ends and the next begins, 1.</param>
public sealed record TokenAxis(IReadOnlyList<double> Centres, IReadOnlyList<double> Edges)
{
    // Half a pixel comes to a hair less in some shares.
    private const double Hair = 1e-6;

    /// <summary>Number of tokens.</summary>
    public int Count => Centres.Count;

    /// <summary>Cells of one length: edge_i = i / count.</summary>
    public static TokenAxis Equal(int count) => new(
        [.. Enumerable.Range(0, count).Select(i => (i + 0.5) / count)], [.. Enumerable.Range(0, count + 1).Select(i => i / (double)count)]);

    /// <summary>Each point belongs to the nearest centre: edge_i = (centre_(i-1) + centre_i) / 2 between 0 and 1.</summary>
    public static TokenAxis Nearest(IReadOnlyList<double> centres) => new(
        centres, [0, .. Enumerable.Range(1, Math.Max(0, centres.Count - 1)).Select(i => (centres[i - 1] + centres[i]) / 2), 1]);

    /// <summary>The pixels of the cell of a token along a picture of <paramref name="length"/> pixels, rounded: a pixel half-way between two centres belongs to the first.</summary>
    /// <param name="index">Which token.</param>
    /// <param name="length">Pixels of the picture.</param>
    public (int From, int To) PixelsOf(int index, int length) => (Pixel(Edges[index], length), Pixel(Edges[index + 1], length));

    private static int Pixel(double edge, int length) => (int)((edge * length) + 0.5 + Hair);
}

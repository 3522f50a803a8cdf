namespace Heed.Figures.Vision;

/// <summary>One patch of an encoded picture: where it lies, and which pixels its token knows of.</summary>
internal sealed record EncodedPatch(int Row, int Column, int Index, int Left, int Top, int Right, int Bottom)
{
    private const int BlocksDown = 2;
    private const int BlocksAcross = 4;

    /// <summary>The patch at a place of the grid.</summary>
    public static EncodedPatch At(EncodedImage image, int row, int column)
    {
        var (seen, field) = (image.Seen, image.ReceptiveField);
        if (field == 0)
        {
            var (height, width) = (seen.Height / image.GridRows, seen.Width / image.GridColumns);
            return new(row, column, (row * image.GridColumns) + column, column * width, row * height, (column + 1) * width, (row + 1) * height);
        }

        // The pixel in which the centre of the field lies.
        var (y, x) = ((int)(image.Cells.Rows.Centres[row] * seen.Height), (int)(image.Cells.Columns.Centres[column] * seen.Width));
        return new(row, column, (row * image.GridColumns) + column, x - (field / 2), y - (field / 2), x + (field / 2) + 1, y + (field / 2) + 1);
    }

    /// <summary>A few patches from all over the picture: of each block of the grid the one whose pixels differ most.</summary>
    public static IReadOnlyList<EncodedPatch> Examples(EncodedImage image)
    {
        var (down, across) = (Math.Min(BlocksDown, image.GridRows), Math.Min(BlocksAcross, image.GridColumns));
        var chosen = new List<EncodedPatch>();
        for (var block = 0; block < down * across; block++)
        {
            var (rows, columns) = (Part(image.GridRows, down, block / across), Part(image.GridColumns, across, block % across));
            chosen.Add((from row in rows from column in columns select At(image, row, column)).MaxBy(patch => Contrast(image.Seen, patch))!);
        }

        return chosen;

        static IEnumerable<int> Part(int length, int parts, int index)
        {
            var (from, to) = (length * index / parts, length * (index + 1) / parts);
            return Enumerable.Range(from, to - from);
        }
    }

    public PixelImage Pixels(EncodedImage image) => PictureSize.Cut(image.Seen, Left, Top, Right, Bottom);

    private static double Contrast(PixelImage seen, EncodedPatch patch)
    {
        var pixels = PictureSize.Cut(seen, patch.Left, patch.Top, patch.Right, patch.Bottom).Rgba;
        var (sum, squares, count) = (0.0, 0.0, pixels.Length / 4);
        for (var i = 0; i < pixels.Length; i += 4)
        {
            double grey = pixels[i] + pixels[i + 1] + pixels[i + 2];
            (sum, squares) = (sum + grey, squares + (grey * grey));
        }

        return (squares / count) - (sum / count * (sum / count));
    }
}

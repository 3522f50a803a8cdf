using Heed.Figures.Drawing;

namespace Heed.Figures.Vision;

/// <summary>The maps of a stem's convolutions: of each the few that vary most over the picture.</summary>
internal static class StemPicture
{
    private const int MapsAcross = 8;
    private const double Gap = 6;

    /// <summary>Draws them below one another within a room and returns where they end.</summary>
    public static double Draw(Sketch sketch, IReadOnlyList<StemMaps> stem, Frame room)
    {
        var side = Math.Floor((room.Width - ((MapsAcross - 1) * Gap)) / MapsAcross);
        var y = room.Y;
        for (var i = 0; i < stem.Count; i++)
        {
            var maps = stem[i];
            var chosen = maps.Liveliest(MapsAcross);
            sketch.Text(
                room.X, y - 8, $"convolution {i + 1}: {maps.Channels} maps of {maps.Rows} × {maps.Columns}, the {chosen.Length} that vary most, each on its own scale", Sketch.SmallText, Theme.Muted);
            var height = 0.0;
            for (var m = 0; m < chosen.Length; m++)
            {
                var (values, columns, _) = MapCells.Pool(maps.Map(chosen[m]), maps.Columns, (int)side);
                var rows = values.Length / columns;
                var cell = Math.Max(1, Math.Floor(side / Math.Max(rows, columns)));
                var frame = new Frame(room.X + (m * (side + Gap)), y, columns * cell, rows * cell);
                MapCells.Draw(sketch, values, columns, frame.X, frame.Y, cell, 0, ValueScale.Weights(values));
                sketch.Outline(frame, Theme.Hairline, 1);
                height = frame.Height;
            }

            y += height + 32;
        }

        return y - 32;
    }
}

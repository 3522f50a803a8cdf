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
            var (width, height) = (side, side);
            if (maps.Rows != maps.Columns)
            {
                height = Math.Min(side * maps.Rows / maps.Columns, 2 * side);
            }

            for (var m = 0; m < chosen.Length; m++)
            {
                var values = maps.Map(chosen[m]);
                var x = room.X + (m * (side + Gap));
                MapCells.Draw(sketch, values, maps.Columns, x, y, width / maps.Columns, height / maps.Rows, 0, ValueScale.Weights(values));
                sketch.Outline(new Frame(x, y, width, height), Theme.Hairline, 1);
            }

            y += height + 32;
        }

        return y - 32;
    }
}

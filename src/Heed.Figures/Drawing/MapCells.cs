namespace Heed.Figures.Drawing;

/// <summary>The coloured cells of a matrix, neighbours of one colour drawn as one.</summary>
internal static class MapCells
{
    /// <summary>Draws values [rows, columns] from (x, y) on, in square cells.</summary>
    public static void Draw(
        Sketch sketch, ReadOnlySpan<float> values, int columns, double x, double y, double cell, double gap, ValueScale scale) =>
        Draw(sketch, values, columns, x, y, cell, cell, gap, scale);

    /// <summary>Draws values [rows, columns] from (x, y) on.</summary>
    public static void Draw(
        Sketch sketch, ReadOnlySpan<float> values, int columns, double x, double y, double cellWidth, double cellHeight, double gap, ValueScale scale)
    {
        var rows = values.Length / columns;
        var zero = ColorScale.StepOf(scale.Place(0));
        sketch.Add(new Box(x, y, (columns * cellWidth) - gap, (rows * cellHeight) - gap, scale.At(0)));
        var byStep = new SortedDictionary<int, List<Cell>>();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns;)
            {
                var step = ColorScale.StepOf(scale.Place(values[(row * columns) + column]));
                var end = column + 1;
                while (gap == 0 && end < columns && ColorScale.StepOf(scale.Place(values[(row * columns) + end])) == step)
                {
                    end++;
                }

                if (step != zero)
                {
                    if (!byStep.TryGetValue(step, out var cells))
                    {
                        byStep[step] = cells = [];
                    }

                    cells.Add(new Cell(x + (column * cellWidth), y + (row * cellHeight), ((end - column) * cellWidth) - gap, cellHeight - gap));
                }

                column = end;
            }
        }

        foreach (var (step, cells) in byStep)
        {
            sketch.Add(new Cells(cells, scale.Colors.At(step / (ColorScale.Steps - 1.0))));
        }
    }

    /// <summary>The largest value of each block, so that a map is at most <paramref name="most"/> cells wide and high.</summary>
    public static (float[] Values, int Columns, int Block) Pool(ReadOnlySpan<float> values, int columns, int most)
    {
        var rows = values.Length / columns;
        var block = (Math.Max(rows, columns) + most - 1) / most;
        if (block <= 1)
        {
            return (values.ToArray(), columns, 1);
        }

        var (fewerRows, fewerColumns) = ((rows + block - 1) / block, (columns + block - 1) / block);
        var pooled = new float[fewerRows * fewerColumns];
        for (var i = 0; i < values.Length; i++)
        {
            ref var cell = ref pooled[(i / columns / block * fewerColumns) + (i % columns / block)];
            cell = Math.Max(cell, values[i]);
        }

        return (pooled, fewerColumns, block);
    }
}

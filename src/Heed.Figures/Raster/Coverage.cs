namespace Heed.Figures.Raster;

/// <summary>
/// How much of each pixel a shape covers, exactly. Every edge leaves in each pixel it crosses the area to its right, as a
/// difference to the pixel before; the running sum along a row is then the coverage:
/// cover(x) = sum over x' up to x of delta(x'). Where contours overlap the sum exceeds 1 and is cut.
/// Source: Raph Levien 2016, "Inside the fastest font renderer in the world".
/// </summary>
internal sealed class Coverage
{
    private readonly int width;
    private readonly int height;

    // [height, width + 2]: an edge at the right border leaves its deltas in the two spare columns.
    private readonly float[] deltas;
    private readonly int[] firsts;
    private readonly int[] lasts;
    private int top = int.MaxValue;
    private int bottom = -1;

    public Coverage(int width, int height)
    {
        (this.width, this.height) = (width, height);
        deltas = new float[checked((width + 2) * height)];
        (firsts, lasts) = (new int[height], new int[height]);
        Array.Fill(firsts, int.MaxValue);
        Array.Fill(lasts, -1);
    }

    /// <summary>What happens to a run of pixels that a shape touches: row, first column, coverages from 0 to 1.</summary>
    public delegate void Run(int y, int x, ReadOnlySpan<float> coverage);

    public void Add(Polygons polygons)
    {
        for (var i = 0; i < polygons.Count; i++)
        {
            var contour = polygons[i];
            for (var j = 0; j < contour.Length; j++)
            {
                var (from, to) = (contour[j], contour[(j + 1) % contour.Length]);
                AddEdge(from.X, from.Y, to.X, to.Y);
            }
        }
    }

    /// <summary>Hands out the touched runs from the top down and is empty again.</summary>
    public void Drain(Run run)
    {
        for (var y = top; y <= bottom; y++)
        {
            if (lasts[y] < 0)
            {
                continue;
            }

            var row = deltas.AsSpan((width + 2) * y, width + 2);
            var (first, end) = (firsts[y], Math.Min(lasts[y] + 1, width));
            var sum = 0.0f;
            for (var x = first; x < end; x++)
            {
                sum += row[x];
                row[x] = Math.Clamp(Math.Abs(sum), 0, 1);
            }

            if (end > first)
            {
                run(y, first, row[first..end]);
            }

            row[first..(lasts[y] + 1)].Clear();
            (firsts[y], lasts[y]) = (int.MaxValue, -1);
        }

        (top, bottom) = (int.MaxValue, -1);
    }

    private void AddEdge(double x0, double y0, double x1, double y1)
    {
        if (y0 == y1)
        {
            return;
        }

        var down = y0 < y1;
        if (!down)
        {
            (x0, y0, x1, y1) = (x1, y1, x0, y0);
        }

        var slope = (x1 - x0) / (y1 - y0);
        var (start, end) = (Math.Max(y0, 0), Math.Min(y1, height));
        for (var row = (int)start; row < end; row++)
        {
            var (from, to) = (Math.Max(start, row), Math.Min(end, row + 1.0));
            var (fromX, toX) = (x0 + ((from - y0) * slope), x0 + ((to - y0) * slope));
            AddToRow(row, fromX, toX, down ? to - from : from - to);
        }
    }

    // The part of an edge within one row: it runs from fromX to toX while it covers `cover` of the row's height.
    private void AddToRow(int row, double fromX, double toX, double cover)
    {
        if (cover == 0)
        {
            return;
        }

        var (left, right) = fromX < toX ? (fromX, toX) : (toX, fromX);
        var perX = right > left ? cover / (right - left) : 0;
        if (left < 0)
        {
            var outside = right <= 0 ? cover : -left * perX;
            Leave(row, 0, 0, outside);
            (left, cover) = (0, cover - outside);
        }

        if (right > width)
        {
            var outside = left >= width ? cover : (right - width) * perX;
            Leave(row, width, 0, outside);
            (right, cover) = (width, cover - outside);
        }

        if (right < left || cover == 0)
        {
            return;
        }

        var column = (int)left;
        if (right <= column + 1)
        {
            Leave(row, column, ((left + right) / 2) - column, cover);
            return;
        }

        for (; left < right; column++)
        {
            var next = Math.Min(right, column + 1);
            Leave(row, column, ((left + next) / 2) - column, (next - left) * perX);
            left = next;
        }
    }

    // An edge through `column` whose middle stands at `place` of it covers what is right of it there and all of the pixels after.
    private void Leave(int row, int column, double place, double cover)
    {
        var index = (row * (width + 2)) + column;
        deltas[index] += (float)(cover * (1 - place));
        deltas[index + 1] += (float)(cover * place);
        firsts[row] = Math.Min(firsts[row], column);
        lasts[row] = Math.Max(lasts[row], column + 1);
        top = Math.Min(top, row);
        bottom = Math.Max(bottom, row);
    }
}

using System.Globalization;

namespace Heed.Figures.Lettering;

/// <summary>
/// The lines along which a pen draws a letter, in thousandths of the font size. Written as words: m x y begins a line, l x y goes
/// on straight, h x y and v x y turn through a quarter of an oval that leaves level or upright, c x y x y x y is a cubic curve,
/// t f makes the pen f times as broad from the next point on (growing evenly between), d x y is a square dot and b x y a round one. Each y is a <see cref="Height"/>; x~s is s stems beside x.
/// </summary>
internal sealed class Skeleton
{
    private Skeleton(List<Line> lines, List<Node> dots, List<Node> balls)
    {
        (Lines, Dots, Balls) = (lines, dots, balls);
        var all = lines.SelectMany(line => line.Nodes).Concat(dots).Concat(balls).Select(node => node.X).ToList();
        (Left, Right) = all.Count == 0 ? (0, 0) : (all.Min(), all.Max());
    }

    public enum Turn
    {
        Straight,
        LeavesLevel,
        LeavesUpright,
        Cubic,
    }

    public IReadOnlyList<Line> Lines { get; }

    public IReadOnlyList<Node> Dots { get; }

    public IReadOnlyList<Node> Balls { get; }

    /// <summary>The leftmost point.</summary>
    public double Left { get; }

    /// <summary>The rightmost point.</summary>
    public double Right { get; }

    public static Skeleton Parse(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var (lines, dots, balls) = (new List<Line>(), new List<Node>(), new List<Node>());
        var (breadth, at) = (1.0, 0);
        while (at < words.Length)
        {
            var word = words[at++];
            switch (word)
            {
                case "t":
                    breadth = Number();
                    break;
                case "m":
                    lines.Add(new Line([At(Turn.Straight)]));
                    break;
                case "d":
                    dots.Add(At(Turn.Straight));
                    break;
                case "b":
                    balls.Add(At(Turn.Straight));
                    break;
                case "c":
                    var (firstX, firstY, secondX, secondY) = (Number(), Up(), Number(), Up());
                    lines[^1].Nodes.Add(At(Turn.Cubic) with
                    {
                        FirstX = firstX,
                        FirstY = firstY,
                        SecondX = secondX,
                        SecondY = secondY,
                    });
                    break;
                default:
                    var turn = word switch
                    {
                        "l" => Turn.Straight,
                        "h" => Turn.LeavesLevel,
                        "v" => Turn.LeavesUpright,
                        _ => throw new FormatException($"A skeleton has the word '{word}'; expected one of m l h v c t d b."),
                    };
                    lines[^1].Nodes.Add(At(turn));
                    break;
            }
        }

        return new Skeleton(lines, dots, balls);

        Node At(Turn turn)
        {
            var place = words[at++].Split('~');
            var beside = place.Length > 1 ? double.Parse(place[1], CultureInfo.InvariantCulture) : 0;
            return new(turn, double.Parse(place[0], CultureInfo.InvariantCulture), Up(), breadth) { Stems = beside };
        }

        double Number() => double.Parse(words[at++], CultureInfo.InvariantCulture);

        Height Up() => Height.Parse(words[at++]);
    }

    /// <summary>One stroke of the pen.</summary>
    public sealed record Line(List<Node> Nodes)
    {
        public bool IsClosed => Nodes.Count > 2 && Nodes[0].X == Nodes[^1].X && Nodes[0].Y == Nodes[^1].Y;

        /// <summary>Whether a round part has its top or bottom here and so reaches over the zone.</summary>
        public bool ReachesOver(int node) =>
            Nodes[node].Y is { Zone: Zone.Baseline or Zone.XHeight or Zone.CapHeight or Zone.Descender, Bars: 0.5 or -0.5 }
            && Nodes[node].Turn != Turn.Straight
            && node + 1 < Nodes.Count
            && Nodes[node + 1].Turn != Turn.Straight;
    }

    /// <summary>A point of a line, how the line comes to it, and how broad the pen is there.</summary>
    public readonly record struct Node(Turn Turn, double X, Height Y, double Breadth)
    {
        /// <summary>How many stems' breadths the point stands beside X.</summary>
        public double Stems { get; init; }

        public double FirstX { get; init; }

        public Height FirstY { get; init; }

        public double SecondX { get; init; }

        public Height SecondY { get; init; }
    }
}

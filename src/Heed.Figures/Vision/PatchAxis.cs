namespace Heed.Figures.Vision;

/// <summary>Where the patches of a picture lie along one axis of it, in shares of its length from 0 to 1.</summary>
public sealed class PatchAxis
{
    /// <param name="centres">[count]: the middle of what each patch stands for, ascending.</param>
    /// <param name="edges">[count + 1]: 0, where each patch ends and the next begins, ascending, 1.</param>
    /// <exception cref="ArgumentException">There is no patch, the lengths disagree, or the numbers do not ascend from 0 to 1.</exception>
    public PatchAxis(IReadOnlyList<double> centres, IReadOnlyList<double> edges)
    {
        ArgumentNullException.ThrowIfNull(centres);
        ArgumentNullException.ThrowIfNull(edges);
        if (centres.Count == 0 || edges.Count != centres.Count + 1)
        {
            throw new ArgumentException($"Patches along an axis have one edge more than centres; found {edges.Count} edges and {centres.Count} centres.", nameof(edges));
        }

        if (edges[0] != 0 || edges[^1] != 1 || !Ascend(edges) || !Ascend(centres) || !(centres[0] >= 0) || !(centres[^1] <= 1))
        {
            throw new ArgumentException($"Edges and centres of patches ascend from 0 to 1; found edges {string.Join(", ", edges)} and centres {string.Join(", ", centres)}.", nameof(edges));
        }

        (Centres, Edges) = (centres, edges);

        static bool Ascend(IReadOnlyList<double> values) => values.Zip(values.Skip(1)).All(pair => pair.First < pair.Second);
    }

    /// <summary>The middle of each patch.</summary>
    public IReadOnlyList<double> Centres { get; }

    /// <summary>Where patches begin and end.</summary>
    public IReadOnlyList<double> Edges { get; }

    /// <summary>Number of patches.</summary>
    public int Count => Centres.Count;

    /// <summary>Patches of one length.</summary>
    public static PatchAxis Equal(int count) => new(
        [.. Enumerable.Range(0, count).Select(i => (i + 0.5) / count)], [.. Enumerable.Range(0, count + 1).Select(i => i / (double)count)]);

    /// <summary>The patch that a point lies in.</summary>
    internal int IndexAt(double share)
    {
        var index = 0;
        while (index < Count - 1 && share >= Edges[index + 1])
        {
            index++;
        }

        return index;
    }

    /// <summary>A point as a number of a patch: i at its centre, in between on the line from one centre to the next, which goes on beyond the outermost.</summary>
    internal double PlaceOf(double share)
    {
        if (Count == 1)
        {
            return 0;
        }

        var left = 0;
        while (left < Count - 2 && share >= Centres[left + 1])
        {
            left++;
        }

        return left + ((share - Centres[left]) / (Centres[left + 1] - Centres[left]));
    }
}

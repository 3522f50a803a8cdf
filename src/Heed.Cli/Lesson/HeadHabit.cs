using System.Globalization;
using Heed.Figures.Lesson;

namespace Heed.Cli.Lesson;

/// <summary>What a head looks at, measured on its map: of a few relations the one that takes the most of the attention.</summary>
internal static class HeadHabit
{
    private static readonly (string Name, Func<int[], int, int, bool> Holds)[] Relations =
    [
        ("the letter before", (_, query, key) => key == query - 1),
        ("the letter after", (_, query, key) => key == query + 1),
        ("the first letter", (_, _, key) => key == 0),
        ("the same letter", (ids, query, key) => key != query && ids[key] == ids[query]),
        ("itself", (_, query, key) => key == query),
    ];

    /// <summary>Its name and the mean weight it takes, over the queries that have such a key.</summary>
    public static string Of(Matrix map, int[] ids)
    {
        var (name, share) = Relations.Select(relation => (relation.Name, Share: Share(map, ids, relation.Holds))).MaxBy(pair => pair.Share);
        return string.Create(CultureInfo.InvariantCulture, $"{name}: {share:0.00}");
    }

    private static double Share(Matrix map, int[] ids, Func<int[], int, int, bool> holds)
    {
        var (sum, queries) = (0.0, 0);
        for (var query = 0; query < map.Rows; query++)
        {
            var keys = Enumerable.Range(0, map.Columns).Where(key => holds(ids, query, key)).ToArray();
            sum += keys.Sum(key => (double)map[query, key]);
            queries += keys.Length > 0 ? 1 : 0;
        }

        return sum / Math.Max(1, queries);
    }
}

namespace Heed.Figures.Analysis;

/// <summary>What must hold for every row of an attention map, and the rescaling of rows.</summary>
internal static class AttentionRows
{
    /// <summary>Throws if a weight is negative or not finite, or if a row sums to more than 1 + tolerance.</summary>
    public static void Check(ReadOnlySpan<float> map, int keyLen, string place, float tolerance)
    {
        for (var query = 0; query * keyLen < map.Length; query++)
        {
            var sum = 0.0;
            var row = map.Slice(query * keyLen, keyLen);
            for (var key = 0; key < keyLen; key++)
            {
                var weight = row[key];
                if (!(weight >= 0) || !float.IsFinite(weight))
                {
                    throw new ArgumentException(
                        $"The attention weight of {place}query {query}, key {key} is {weight}; expected a number from 0 to 1.",
                        nameof(map));
                }

                sum += weight;
            }

            if (sum > 1 + tolerance)
            {
                throw new ArgumentException(
                    $"The attention weights of {place}query {query} sum to {sum:0.###}; expected at most 1.", nameof(map));
            }
        }
    }

    /// <summary>Divides each row [keyLen] by its sum; a row of zeros stays.</summary>
    public static void Normalize(Span<float> map, int keyLen)
    {
        for (var start = 0; start < map.Length; start += keyLen)
        {
            var row = map.Slice(start, keyLen);
            var sum = 0.0;
            foreach (var weight in row)
            {
                sum += weight;
            }

            if (sum > 0)
            {
                foreach (ref var weight in row)
                {
                    weight = (float)(weight / sum);
                }
            }
        }
    }
}

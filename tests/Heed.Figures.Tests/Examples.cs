using System.Globalization;

namespace Heed.Figures.Tests;

/// <summary>Explained texts whose attention has the shapes that trained heads show, from arithmetic alone.</summary>
internal static class Examples
{
    public static ExplainedText Review(int numLayers = 2, int numHeads = 4) =>
        Of("I expected it to be dull, but it was anything but unforgettably boring.", numLayers, numHeads);

    /// <summary>Splits at spaces and commas; words of more than eight letters become two pieces.</summary>
    public static ExplainedText Of(string text, int numLayers = 2, int numHeads = 4, string label = "positive")
    {
        var (tokens, words, spans) = (new List<string> { "[CLS]" }, new List<int> { -1 }, new List<TokenSpan> { default });
        var word = 0;
        for (var start = 0; start < text.Length;)
        {
            if (text[start] == ' ')
            {
                start++;
                continue;
            }

            var end = start + 1;
            while (end < text.Length && text[start] is not (',' or '.') && text[end] is not (' ' or ',' or '.'))
            {
                end++;
            }

            var cut = end - start > 8 && !char.IsSurrogate(text[start + 4]) ? start + 5 : end;
            tokens.Add(text[start..cut].ToLowerInvariant());
            spans.Add(new TokenSpan(start, cut - start));
            words.Add(word);
            if (cut < end)
            {
                tokens.Add("##" + text[cut..end].ToLowerInvariant());
                spans.Add(new TokenSpan(cut, end - cut));
                words.Add(word);
            }

            word++;
            start = end;
        }

        tokens.Add("[SEP]");
        words.Add(-1);
        spans.Add(default);
        var maps = new AttentionMaps(tokens, words, numLayers, numHeads, Weights(numLayers, numHeads, tokens.Count));
        return new ExplainedText(text, maps, [new ScoredLabel("negative", 0.082f), new ScoredLabel(label, 0.918f)], spans) { Truth = label };
    }

    /// <summary>A token a word: n tokens, of which the first and the last are special.</summary>
    public static AttentionMaps Maps(int seqLen, int numLayers = 1, int numHeads = 1) => new(
        [.. Enumerable.Range(0, seqLen).Select(i => string.Create(CultureInfo.InvariantCulture, $"t{i}"))],
        [.. Enumerable.Range(0, seqLen).Select(i => i == 0 || i == seqLen - 1 ? -1 : i)],
        numLayers,
        numHeads,
        Weights(numLayers, numHeads, seqLen));

    public static TrainingHistory History(int steps = 300, int epochs = 6)
    {
        var losses = Enumerable.Range(0, steps).Select(i => (float)((0.69 * Math.Exp(-i / 90.0)) + 0.06 + (0.05 * Noise(i)))).ToArray();
        var accuracies = Enumerable.Range(1, epochs).Select(i => (float)(0.98 - (0.43 * Math.Exp(-i / 1.5)))).ToArray();
        return new TrainingHistory(losses, accuracies) { BaselineAccuracy = 0.734f };
    }

    public static HeldOutResults Results(int examples = 400)
    {
        var truth = Enumerable.Range(0, examples).Select(i => i % 2).ToArray();
        var probabilities = new float[examples * 2];
        for (var i = 0; i < examples; i++)
        {
            var sure = (float)(0.55 + (0.45 * Math.Sqrt(Noise(i))));
            var predicted = Noise(i + 1000) < sure ? truth[i] : 1 - truth[i];
            probabilities[(2 * i) + predicted] = sure;
            probabilities[(2 * i) + 1 - predicted] = 1 - sure;
        }

        return new HeldOutResults(["negative", "positive"], truth, probabilities);
    }

    private static float[] Weights(int numLayers, int numHeads, int n)
    {
        var weights = new float[numLayers * numHeads * n * n];
        for (var map = 0; map < numLayers * numHeads; map++)
        {
            for (var query = 0; query < n; query++)
            {
                var row = weights.AsSpan(((map * n) + query) * n, n);
                var sum = 0f;
                for (var key = 0; key < n; key++)
                {
                    row[key] = MathF.Exp(Score(map, query, key, n));
                    sum += row[key];
                }

                foreach (ref var weight in row)
                {
                    weight /= sum;
                }
            }
        }

        return weights;
    }

    private static float Score(int map, int query, int key, int n) => (map % 5) switch
    {
        0 => key == Math.Max(0, query - 1) ? 4 - (0.1f * map) : 0,
        1 => (key == n - 1 ? 3.5f : 0) + (float)Noise(key + map),
        2 => 3 * (float)Noise((key * 31) + (map * 7) + (query / 3)),
        3 => key == query ? 3 : (float)Noise(key + map),
        _ => -0.3f * Math.Abs(query - key) + (4 * (float)Noise(key + map)),
    };

    /// <summary>A number from 0 to 1 that looks random and never changes.</summary>
    public static double Noise(int i)
    {
        var x = unchecked((uint)i * 2654435761u);
        x ^= x >> 15;
        x = unchecked(x * 2246822519u);
        return (x ^ (x >> 13)) / (double)uint.MaxValue;
    }
}

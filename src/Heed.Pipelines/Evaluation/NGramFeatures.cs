using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Heed.Pipelines.Evaluation;

/// <summary>
/// Turns a text into tf-idf weights of its words and pairs of neighbouring words:
/// <c>x[t] = (1 + ln tf(t)) * idf(t)</c>, divided by the Euclidean norm of the row, where
/// <c>idf(t) = ln((1 + n) / (1 + df(t))) + 1</c>, n texts were seen and df(t) of them contain t.
/// </summary>
/// <remarks>
/// A word is a run of two or more letters, digits or underscores, in lower case; terms that the training texts lack are
/// left out. Source: Salton and Buckley 1988, with the smooth idf of scikit-learn's <c>TfidfVectorizer</c>.
/// </remarks>
internal sealed class NGramFeatures
{
    private const int LongestWord = 256;
    private readonly Dictionary<string, int> wordIds;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> wordLookup;
    private readonly Dictionary<Term, int> termColumns;

    /// <param name="words">Every known word; its place is its id.</param>
    /// <param name="terms">Every term that is a feature; its place is its column.</param>
    /// <param name="inverseFrequencies">The idf of each term.</param>
    public NGramFeatures(string[] words, Term[] terms, float[] inverseFrequencies)
    {
        Words = words;
        Terms = terms;
        InverseFrequencies = inverseFrequencies;
        wordIds = new Dictionary<string, int>(words.Length, StringComparer.Ordinal);
        for (var id = 0; id < words.Length; id++)
        {
            wordIds.Add(words[id], id);
        }

        wordLookup = wordIds.GetAlternateLookup<ReadOnlySpan<char>>();
        termColumns = new Dictionary<Term, int>(terms.Length);
        for (var column = 0; column < terms.Length; column++)
        {
            termColumns.Add(terms[column], column);
        }
    }

    public string[] Words { get; }

    public Term[] Terms { get; }

    public float[] InverseFrequencies { get; }

    /// <summary>Learns words, terms and their idf, and returns the rows of the texts themselves.</summary>
    /// <param name="texts">The training texts.</param>
    /// <param name="maxTerms">Only so many terms are kept: those that the most texts contain, the earlier ones first.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static (NGramFeatures Features, SparseMatrix Rows) Learn(
        IReadOnlyList<string> texts, int maxTerms, CancellationToken cancellation)
    {
        var wordIds = new Dictionary<string, int>(StringComparer.Ordinal);
        var wordLookup = wordIds.GetAlternateLookup<ReadOnlySpan<char>>();
        var termColumns = new Dictionary<Term, int>();
        List<int> frequencies = [];
        List<int> columns = [];
        List<float> counts = [];
        List<int> occurrences = [];
        Span<char> buffer = stackalloc char[LongestWord];
        var offsets = new int[texts.Count + 1];
        for (var row = 0; row < texts.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            occurrences.Clear();
            var previous = Term.None;
            foreach (var word in new WordEnumerator(texts[row], buffer))
            {
                if (!wordLookup.TryGetValue(word, out var id))
                {
                    id = wordIds.Count;
                    wordLookup[word] = id;
                }

                AddOccurrence(new Term(Term.None, id));
                if (previous != Term.None)
                {
                    AddOccurrence(new Term(previous, id));
                }

                previous = id;
            }

            offsets[row] = columns.Count;
            Count(occurrences, columns, counts);
            foreach (var column in CollectionsMarshal.AsSpan(columns)[offsets[row]..])
            {
                frequencies[column]++;
            }
        }

        offsets[^1] = columns.Count;
        var words = InOrder(wordIds);
        var terms = InOrder(termColumns);
        var kept = MostFrequent(frequencies, maxTerms);
        var inverseFrequencies = Array.ConvertAll(
            kept, column => (float)(Math.Log((1.0 + texts.Count) / (1.0 + frequencies[column])) + 1));
        var features = new NGramFeatures(words, Array.ConvertAll(kept, column => terms[column]), inverseFrequencies);
        return (features, features.Weigh(offsets, columns, counts, kept, terms.Length));

        void AddOccurrence(Term term)
        {
            ref var column = ref CollectionsMarshal.GetValueRefOrAddDefault(termColumns, term, out var known);
            if (!known)
            {
                column = frequencies.Count;
                frequencies.Add(0);
            }

            occurrences.Add(column);
        }
    }

    /// <summary>The known terms of one text, by column, and their weights.</summary>
    public (int[] Columns, float[] Values) Row(string text)
    {
        List<int> occurrences = [];
        var previous = Term.None;
        foreach (var word in new WordEnumerator(text, stackalloc char[LongestWord]))
        {
            if (!wordLookup.TryGetValue(word, out var id))
            {
                previous = Term.None;
                continue;
            }

            if (termColumns.TryGetValue(new Term(Term.None, id), out var single))
            {
                occurrences.Add(single);
            }

            if (previous != Term.None && termColumns.TryGetValue(new Term(previous, id), out var pair))
            {
                occurrences.Add(pair);
            }

            previous = id;
        }

        List<int> columns = [];
        List<float> values = [];
        Count(occurrences, columns, values);
        WeighRow(CollectionsMarshal.AsSpan(columns), CollectionsMarshal.AsSpan(values));
        return ([.. columns], [.. values]);
    }

    /// <summary>Appends each column that occurs, ascending, and how often it does.</summary>
    private static void Count(List<int> occurrences, List<int> columns, List<float> counts)
    {
        occurrences.Sort();
        for (var i = 0; i < occurrences.Count; i++)
        {
            if (i > 0 && occurrences[i] == occurrences[i - 1])
            {
                counts[^1]++;
                continue;
            }

            columns.Add(occurrences[i]);
            counts.Add(1);
        }
    }

    private static T[] InOrder<T>(Dictionary<T, int> places)
        where T : notnull
    {
        var ordered = new T[places.Count];
        foreach (var (item, place) in places)
        {
            ordered[place] = item;
        }

        return ordered;
    }

    private static int[] MostFrequent(List<int> frequencies, int maxTerms)
    {
        var columns = new int[frequencies.Count];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = column;
        }

        if (columns.Length <= maxTerms)
        {
            return columns;
        }

        Array.Sort(columns, (a, b) => frequencies[b] != frequencies[a] ? frequencies[b].CompareTo(frequencies[a]) : a.CompareTo(b));
        Array.Resize(ref columns, maxTerms);
        Array.Sort(columns);
        return columns;
    }

    private SparseMatrix Weigh(int[] offsets, List<int> columns, List<float> counts, int[] kept, int numColumns)
    {
        var places = new int[numColumns];
        Array.Fill(places, -1);
        for (var place = 0; place < kept.Length; place++)
        {
            places[kept[place]] = place;
        }

        var keptOffsets = new int[offsets.Length];
        List<int> keptColumns = new(columns.Count);
        List<float> values = new(columns.Count);
        for (var row = 0; row + 1 < offsets.Length; row++)
        {
            for (var i = offsets[row]; i < offsets[row + 1]; i++)
            {
                if (places[columns[i]] >= 0)
                {
                    keptColumns.Add(places[columns[i]]);
                    values.Add(counts[i]);
                }
            }

            keptOffsets[row + 1] = keptColumns.Count;
            WeighRow(CollectionsMarshal.AsSpan(keptColumns)[keptOffsets[row]..], CollectionsMarshal.AsSpan(values)[keptOffsets[row]..]);
        }

        return new SparseMatrix(keptOffsets, [.. keptColumns], [.. values], kept.Length);
    }

    private void WeighRow(ReadOnlySpan<int> columns, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (1 + MathF.Log(values[i])) * InverseFrequencies[columns[i]];
        }

        var norm = TensorPrimitives.Norm<float>(values);
        if (norm > 0)
        {
            TensorPrimitives.Divide(values, norm, values);
        }
    }
}

using System.Text;

namespace Heed.Pipelines.Tokenization;

/// <summary>
/// Byte-pair merging with WordPiece's spelling. Pair counts are kept up to date merge by merge and only the words that hold
/// the joined pair are touched, so the work grows with the distinct words, not with the length of the texts.
/// </summary>
internal sealed class WordPieceLearner(Dictionary<string, long> wordCounts, int size, int minFrequency, int alphabetLimit)
{
    private sealed class Pair
    {
        public long Count;

        /// <summary>Words that held the pair when it was last counted; some may have lost it since.</summary>
        public readonly List<int> Words = [];
    }

    private struct Word
    {
        public int[] Pieces;
        public int Length;
        public long Count;
    }

    private readonly List<string> tokens = [.. WordPieceVocabulary.SpecialTokens];
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Left, int Right), Pair> pairs = [];
    private readonly PriorityQueue<(int Left, int Right), (long Count, int Left, int Right)> queue = new(
        Comparer<(long Count, int Left, int Right)>.Create((x, y) =>
        {
            var order = y.Count.CompareTo(x.Count);
            order = order != 0 ? order : x.Left.CompareTo(y.Left);
            return order != 0 ? order : x.Right.CompareTo(y.Right);
        }));
    private readonly HashSet<(int Left, int Right)> changed = [];
    private Word[] words = [];

    public WordPieceVocabulary Learn()
    {
        foreach (var token in tokens)
        {
            ids.Add(token, ids.Count);
        }

        words = Spell(Alphabet());
        for (var index = 0; index < words.Length; index++)
        {
            var pieces = words[index].Pieces;
            for (var place = 1; place < pieces.Length; place++)
            {
                Count((pieces[place - 1], pieces[place]), index, words[index].Count);
            }
        }

        Enqueue();
        while (tokens.Count < size && queue.TryDequeue(out var pair, out var priority))
        {
            // A pair is queued anew whenever its count changes; older entries are passed over.
            if (!pairs.TryGetValue(pair, out var state) || state.Count != priority.Count)
            {
                continue;
            }

            pairs.Remove(pair);
            var joined = IdOf(tokens[pair.Left] + tokens[pair.Right][WordPieceVocabulary.Continuation.Length..]);
            foreach (var index in state.Words)
            {
                Join(pair, joined, index);
            }

            Enqueue();
        }

        return new WordPieceVocabulary(tokens);
    }

    /// <summary>The commonest characters; no more than fit, since each may need a place as a start and as a continuation.</summary>
    private HashSet<Rune> Alphabet()
    {
        var counts = new Dictionary<Rune, long>();
        foreach (var (word, count) in wordCounts)
        {
            foreach (var rune in word.EnumerateRunes())
            {
                counts[rune] = counts.GetValueOrDefault(rune) + count;
            }
        }

        var limit = Math.Min(alphabetLimit, (size - tokens.Count) / 2);
        return [.. counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key.Value).Take(limit).Select(entry => entry.Key)];
    }

    /// <summary>
    /// The words as single characters, with those characters made pieces: first the starts, then the continuations, each in the
    /// order of their code points. A word with a character outside the alphabet will be [UNK], so it teaches nothing.
    /// </summary>
    private Word[] Spell(HashSet<Rune> alphabet)
    {
        var spelt = wordCounts
            .Select(entry => (Runes: entry.Key.EnumerateRunes().ToArray(), Count: entry.Value))
            .Where(word => word.Runes.Length <= WordPieceVocabulary.MaxWordLength && word.Runes.All(alphabet.Contains))
            .ToArray();
        foreach (var rune in alphabet.OrderBy(rune => rune.Value))
        {
            IdOf(rune.ToString());
        }

        foreach (var rune in spelt.SelectMany(word => word.Runes.Skip(1)).Distinct().OrderBy(rune => rune.Value))
        {
            IdOf(WordPieceVocabulary.Continuation + rune);
        }

        return [.. spelt.Select(word => new Word
        {
            Pieces = [.. word.Runes.Select((rune, place) => IdOf(place == 0 ? rune.ToString() : WordPieceVocabulary.Continuation + rune))],
            Length = word.Runes.Length,
            Count = word.Count,
        })];
    }

    private void Join((int Left, int Right) pair, int joined, int index)
    {
        ref var word = ref words[index];
        var pieces = word.Pieces;
        var written = 0;
        for (var read = 0; read < word.Length; written++)
        {
            if (read + 1 >= word.Length || pieces[read] != pair.Left || pieces[read + 1] != pair.Right)
            {
                pieces[written] = pieces[read++];
                continue;
            }

            if (written > 0)
            {
                Count((pieces[written - 1], pair.Left), index, -word.Count);
                Count((pieces[written - 1], joined), index, word.Count);
            }

            if (read + 2 < word.Length)
            {
                Count((pair.Right, pieces[read + 2]), index, -word.Count);
                Count((joined, pieces[read + 2]), index, word.Count);
            }

            pieces[written] = joined;
            read += 2;
        }

        word.Length = written;
    }

    private void Count((int Left, int Right) pair, int word, long change)
    {
        if (!pairs.TryGetValue(pair, out var state))
        {
            if (change < 0)
            {
                return;
            }

            pairs.Add(pair, state = new Pair());
        }

        state.Count += change;
        changed.Add(pair);
        if (change > 0 && (state.Words.Count == 0 || state.Words[^1] != word))
        {
            state.Words.Add(word);
        }
    }

    private void Enqueue()
    {
        foreach (var pair in changed)
        {
            if (pairs.TryGetValue(pair, out var state) && state.Count >= minFrequency)
            {
                queue.Enqueue(pair, (state.Count, pair.Left, pair.Right));
            }
        }

        changed.Clear();
    }

    private int IdOf(string token)
    {
        if (!ids.TryGetValue(token, out var id))
        {
            id = tokens.Count;
            ids.Add(token, id);
            tokens.Add(token);
        }

        return id;
    }
}

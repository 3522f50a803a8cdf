using System.Text.RegularExpressions;

namespace Heed.Pipelines.Samples;

/// <summary>
/// Writes the reviews of one split. Of a few random templates, labels and words it takes those that were so far written less
/// than their share, so that over the split every template, and so every cue, has as many positive as negative reviews, and
/// every polar word leans to its own label by the same little.
/// </summary>
/// <param name="random">Where chance comes from.</param>
/// <param name="written">The texts of all splits so far; no text is written twice.</param>
internal sealed partial class ReviewWriter(Random random, HashSet<string> written)
{
    // Of 100 reviews with a polar word, 65 have its own label and 35 the opposite one. With 50 and 50 nothing in a single word
    // points anywhere, and learning takes many times as long to begin: a parity.
    private const double Lean = 0.3;
    private const int TemplatesCompared = 2;
    private const double LeadInShare = 0.25;

    private static readonly string[] LeadIns =
        ["in the end", "to be honest", "frankly", "all in all", "to sum up", "overall", "for what it is worth", "let me be clear"];

    // Labels (+1, -1) summed over the reviews: of all, by template, by polar word (less what it should lean).
    private readonly Dictionary<string, double> labelLeans = [];

    // By kind of slot: words that stand for the label minus words that stand against it, less what they should lean.
    private readonly Dictionary<string, double> slotLeans = [];

    /// <summary>A review after one of the templates, unlike all before it.</summary>
    /// <param name="templates">What to choose from.</param>
    /// <param name="mayTake">Whether a construction may take the polar word at that place of its list.</param>
    /// <param name="heldOutTopics">Whether topics and parts kept from training may occur.</param>
    /// <returns>The text, and +1 for praise or -1.</returns>
    public (string Text, int Label) Write(IReadOnlyList<ReviewTemplate> templates, Func<int, int, bool> mayTake, bool heldOutTopics)
    {
        while (true)
        {
            var template = Choose(templates);
            var label = ChooseLabel(template);
            var domain = random.Next(2) == 0 ? ReviewDomain.Screen : ReviewDomain.Product;
            List<(string Word, int Direction, string Kind)> chosen = [];
            var topic = Pick(domain.Topics, domain.HeldOutTopics, heldOutTopics);
            var text = Finish(Slot().Replace(template.Pattern, slot => slot.Groups["kind"].Value switch
            {
                "topic" => topic,
                "part" => Pick(domain.Parts, domain.HeldOutParts, heldOutTopics),
                "maker" => Pick(domain.Makers),
                var kind => Fill(slot, kind),
            }));
            if (!written.Add(text))
            {
                continue;
            }

            Add(labelLeans, "", label);
            Add(labelLeans, template.Pattern, label);
            foreach (var (word, direction, kind) in chosen)
            {
                Add(labelLeans, word, label - (Lean * label * direction));
                Add(slotLeans, kind, direction - Lean);
            }

            return (text, label);

            string Fill(Match slot, string kind)
            {
                var direction = Direction(slot, template);
                var list = Words(kind, domain).Of(label * direction);
                var fresh = list.Where((word, place) => mayTake(template.Construction, place) && !chosen.Exists(other => other.Word == word && kind != "verbed"));
                var word = PickWord(fresh, label);
                chosen.Add((word, direction, kind));
                return WithArticle(slot, word);
            }
        }
    }

    private static PolarWords Words(string kind, ReviewDomain domain) => kind switch
    {
        "adjective" => domain.Adjectives,
        "partAdjective" => PolarWords.GeneralAdjectives,
        "noun" => PolarWords.Nouns,
        "quality" => PolarWords.Qualities,
        _ => PolarWords.PastVerbs,
    };

    private static string WithArticle(Match slot, string word)
    {
        if (!slot.Groups["article"].Success)
        {
            return word;
        }

        var vowel = "aeio".Contains(word[0], StringComparison.Ordinal) || word.StartsWith("un", StringComparison.Ordinal);
        return (vowel ? "an " : "a ") + word;
    }

    private static int Direction(Match slot, ReviewTemplate template) => slot.Groups["opposite"].Success ? -template.Sign : template.Sign;

    private static void Add(Dictionary<string, double> leans, string key, double amount) => leans[key] = leans.GetValueOrDefault(key) + amount;

    [GeneratedRegex(@"\{(?<article>a )?(?<opposite>-)?(?<kind>\w+)\}")]
    private static partial Regex Slot();

    private ReviewTemplate Choose(IReadOnlyList<ReviewTemplate> templates) =>
        Enumerable.Range(0, TemplatesCompared).Select(_ => templates[random.Next(templates.Count)]).MinBy(template =>
            Slot().Matches(template.Pattern).Sum(slot =>
                Math.Sign(slotLeans.GetValueOrDefault(slot.Groups["kind"].Value)) * Direction(slot, template)))!;

    private int ChooseLabel(ReviewTemplate template)
    {
        var sum = labelLeans.GetValueOrDefault(template.Pattern);
        sum = sum != 0 ? sum : labelLeans.GetValueOrDefault("");
        return sum != 0 ? -Math.Sign(sum) : 1 - (2 * random.Next(2));
    }

    private string PickWord(IEnumerable<string> words, int label)
    {
        var shuffled = words.ToArray();
        random.Shuffle(shuffled);
        return shuffled.MinBy(word => labelLeans.GetValueOrDefault(word) * label)!;
    }

    private string Pick(string[] words, string[] heldOut, bool heldOutToo) =>
        heldOutToo && random.Next(2) == 0 ? Pick(heldOut) : Pick(words);

    private string Pick(string[] words) => words[random.Next(words.Length)];

    private string Finish(string text)
    {
        if (!text.Contains('?', StringComparison.Ordinal) && random.NextDouble() < LeadInShare)
        {
            text = $"{Pick(LeadIns)}, {text}";
        }

        return char.ToUpperInvariant(text[0]) + text[1..] + ".";
    }
}

using System.Globalization;
using System.Text;
using Heed.Figures.Lettering.Letters;

namespace Heed.Figures.Lettering;

/// <summary>Every character that can be drawn, by code point.</summary>
internal static class Alphabet
{
    private const double Space = 278;
    private const double CopyShare = 0.62;
    private const double Narrow = 340;
    private const double CopyGap = 24;
    private const double Raise = 290;
    private const double Lower = -150;
    private const double MarkRaise = LetterPen.CapHeight - LetterPen.XHeight;

    private static readonly Lazy<(Dictionary<int, Letter> Letters, Dictionary<int, Skeleton> Marks, HashSet<int> Twins)> All = new(ReadAll);

    /// <summary>Every character that has a letter.</summary>
    public static IEnumerable<Rune> Covered => All.Value.Letters.Keys.Select(code => new Rune(code));

    /// <summary>Whether the character looks like one of another alphabet, as Greek and Latin A do.</summary>
    public static bool IsTwin(Rune character) => All.Value.Twins.Contains(character.Value);

    public static Letter? Find(Rune character) => All.Value.Letters.GetValueOrDefault(character.Value);

    /// <summary>A combining mark on a letter; null where there is none such.</summary>
    public static Letter? FindMark(Rune mark, Rune below, Letter letter) =>
        All.Value.Marks.TryGetValue(mark.Value, out var skeleton) ? new(0, [MarkOn(letter, below, skeleton)]) : null;

    private static (Dictionary<int, Letter> Letters, Dictionary<int, Skeleton> Marks, HashSet<int> Twins) ReadAll()
    {
        var letters = new Dictionary<int, Letter>
        {
            [' '] = new(Space, []),
            [0xA0] = new(Space, []),
            [0x2009] = new(200, []),
            [0x202F] = new(200, []),
            [0x2003] = new(1000, []),
            [0x2002] = new(500, []),
        };
        var (marks, twins) = (new Dictionary<int, Skeleton>(), new HashSet<int>());
        string[] tables =
        [
            SmallLetters.Table, Capitals.Table, FiguresAndSigns.Table, LatinMore.Table, PrintersSigns.Table, Mathematics.Table,
            Greek.Table, Cyrillic.Table,
        ];
        foreach (var line in tables.SelectMany(table => table.Split('\n')))
        {
            var words = line.Split(' ', 3);
            var skeleton = Skeleton.Parse(words[2]);
            letters.Add(Rune.GetRuneAt(words[0], 0).Value, new(double.Parse(words[1], CultureInfo.InvariantCulture), [new(skeleton, 0, 0, 1)]));
        }

        AddTwins(Greek.AsLatin);
        letters.Add('µ', letters['μ']);
        twins.Add('µ');
        foreach (var line in Accents.Table.Split('\n'))
        {
            var (mark, pairs) = (line.Split('|')[0], line.Split('|')[1]);
            var skeleton = Skeleton.Parse(mark[4..]);
            marks.Add(Convert.ToInt32(mark[..4], 16), skeleton);
            foreach (var (character, below) in Pairs(pairs))
            {
                var letter = letters[below.Value];
                letters.Add(character.Value, letter with { Parts = [.. letter.Parts, MarkOn(letter, below, skeleton)] });
                if (twins.Contains(below.Value))
                {
                    twins.Add(character.Value);
                }
            }
        }

        AddTwins(Cyrillic.AsLatin);
        AddCopies(SmallCopies.Raised, Raise);
        AddTwins("ªᵃ ºᵒ");
        AddCopies(SmallCopies.Lowered, Lower);
        return (letters, marks, twins);

        void AddTwins(string pairs)
        {
            foreach (var (character, letter) in Pairs(pairs))
            {
                letters.Add(character.Value, letters[letter.Value]);
                twins.Add(character.Value);
            }
        }

        void AddCopies(string pairs, double y)
        {
            foreach (var (character, original) in Pairs(pairs))
            {
                var letter = letters[original.Value];
                letters.Add(
                    character.Value,
                    new((letter.Advance * CopyShare) + CopyGap, [new(letter.Parts[0].Skeleton, CopyGap / 2, y, CopyShare)]));
            }
        }
    }

    private static IEnumerable<(Rune Character, Rune Other)> Pairs(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => (Rune.GetRuneAt(pair, 0), Rune.GetRuneAt(pair, pair.Length - 1)));

    // Over the middle of its letter (of its room where that is narrow, as under t and r), higher where that is as tall as a capital; marks below stay.
    private static Letter.Part MarkOn(Letter letter, Rune below, Skeleton mark)
    {
        var skeleton = letter.Parts[0].Skeleton;
        var isAbove = mark.Lines.SelectMany(line => line.Nodes).Concat(mark.Dots).All(node => node.Y.Units > 0);
        var isTall = Rune.IsUpper(below) || below.Value is 'b' or 'd' or 'f' or 'h' or 'k' or 'l';
        var middle = letter.Advance < Narrow ? letter.Advance / 2 : (skeleton.Left + skeleton.Right) / 2;
        return new(mark, middle, isAbove && isTall ? MarkRaise : 0, 1);
    }
}

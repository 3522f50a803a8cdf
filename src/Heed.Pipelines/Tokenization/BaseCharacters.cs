using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Heed.Pipelines.Tokenization;

/// <summary>
/// Characters without their accents: the canonical decomposition (Unicode Standard Annex 15, NFD) without nonspacing marks,
/// so é becomes e. <see cref="string.Normalize()"/> cannot be asked: in a program that runs without ICU
/// (InvariantGlobalization, as many containers do) it returns its input, and the same model would see other tokens there.
/// </summary>
internal static class BaseCharacters
{
    private const int FirstSyllable = 0xAC00, Syllables = 11172, Vowels = 21, Finals = 28;
    private const int FirstLead = 0x1100, FirstVowel = 0x1161, BeforeFirstFinal = 0x11A7;

    private static readonly FrozenDictionary<int, int[]> Table = Read();

    /// <summary>Writes the base characters of <paramref name="rune"/>, which is no nonspacing mark, and returns their number, 1 to 3.</summary>
    public static int Decompose(Rune rune, Span<int> target)
    {
        var syllable = rune.Value - FirstSyllable;
        if ((uint)syllable < Syllables)
        {
            target[0] = FirstLead + syllable / (Vowels * Finals);
            target[1] = FirstVowel + syllable % (Vowels * Finals) / Finals;
            target[2] = BeforeFirstFinal + syllable % Finals;
            return syllable % Finals == 0 ? 2 : 3;
        }

        if (Table.TryGetValue(rune.Value, out var characters))
        {
            characters.CopyTo(target);
            return characters.Length;
        }

        target[0] = rune.Value;
        return 1;
    }

    private static FrozenDictionary<int, int[]> Read()
    {
        using var stream = typeof(BaseCharacters).Assembly.GetManifestResourceStream("base-characters.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var table = new Dictionary<int, int[]>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            foreach (var entry in line.Split(' '))
            {
                var colon = entry.IndexOf(':');
                table.Add(Hex(entry.AsSpan(0, colon)), [.. entry[(colon + 1)..].Split('+').Select(part => Hex(part))]);
            }
        }

        return table.ToFrozenDictionary();
    }

    private static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;

namespace Heed.Pipelines.Tokenization;

/// <summary>
/// Walks over the words of a text as BERT sees them: normalised, split at white space, with every punctuation character and
/// every ideograph a word of its own. Each character of a word knows which characters of the original text it came from.
/// A removed accent belongs to the letter before it; a removed control character belongs to nobody.
/// </summary>
internal ref struct WordSplitter(ReadOnlySpan<char> text, BertNormalization normalization)
{
    private readonly ReadOnlySpan<char> text = text;
    private readonly BertNormalization normalization = normalization;
    private char[] word = new char[32];
    private int[] starts = new int[32];
    private int[] ends = new int[32];
    private int length;
    private int position;

    /// <summary>The current word, normalised.</summary>
    public readonly ReadOnlySpan<char> Word => word.AsSpan(0, length);

    /// <summary>Where in the text the original of each character of <see cref="Word"/> starts.</summary>
    public readonly ReadOnlySpan<int> Starts => starts.AsSpan(0, length);

    /// <summary>Where in the text the original of each character of <see cref="Word"/> ends (exclusive).</summary>
    public readonly ReadOnlySpan<int> Ends => ends.AsSpan(0, length);

    /// <summary>Goes to the next word; false at the end of the text.</summary>
    public bool MoveNext()
    {
        length = 0;
        while (position < text.Length)
        {
            var character = text[position];
            if (char.IsAsciiLetterOrDigit(character))
            {
                Append(normalization.Lowercase ? char.ToLowerInvariant(character) : character, position, position + 1);
                position++;
                continue;
            }

            // A lone surrogate decodes as U+FFFD with one character consumed.
            Rune.DecodeFromUtf16(text[position..], out var rune, out var consumed);
            var end = position + consumed;
            if (normalization.CleanText && (rune.Value is 0 or 0xFFFD || BertCharacters.IsControl(rune)))
            {
                position = end;
            }
            else if (BertCharacters.IsWhiteSpace(rune))
            {
                position = end;
                if (length > 0)
                {
                    return true;
                }
            }
            else if (normalization.StripAccents && Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
            {
                if (length > 0)
                {
                    ends[length - 1] = end;
                }

                position = end;
            }
            else
            {
                var whole = length == 0;
                if (IsAlone(rune))
                {
                    if (whole)
                    {
                        AppendNormalised(rune, end);
                        position = end;
                    }

                    return true;
                }

                AppendNormalised(rune, end);
                position = end;
            }
        }

        return length > 0;
    }

    private readonly bool IsAlone(Rune rune)
    {
        if (normalization.SplitIdeographs && BertCharacters.IsIdeograph(rune))
        {
            return true;
        }

        if (rune.IsAscii || !normalization.StripAccents)
        {
            return BertCharacters.IsPunctuation(rune);
        }

        // The Greek question mark U+037E is a semicolon without its disguise, the inequality sign an equals sign without its stroke.
        Span<int> bases = stackalloc int[3];
        BaseCharacters.Decompose(rune, bases);
        return BertCharacters.IsPunctuation(new Rune(bases[0]));
    }

    private void AppendNormalised(Rune rune, int end)
    {
        Span<int> bases = stackalloc int[3];
        bases[0] = rune.Value;
        var count = normalization.StripAccents ? BaseCharacters.Decompose(rune, bases) : 1;
        Span<char> utf16 = stackalloc char[2];
        foreach (var value in bases[..count])
        {
            // The one letter whose small form is two characters; .NET's invariant culture leaves it alone.
            if (value == 'İ' && normalization.Lowercase)
            {
                Append('i', position, end);
                Append('\u0307', position, end);
                continue;
            }

            var letter = new Rune(value);
            var written = (normalization.Lowercase ? Rune.ToLowerInvariant(letter) : letter).EncodeToUtf16(utf16);
            foreach (var character in utf16[..written])
            {
                Append(character, position, end);
            }
        }
    }

    private void Append(char character, int start, int end)
    {
        if (length == word.Length)
        {
            Array.Resize(ref word, length * 2);
            Array.Resize(ref starts, length * 2);
            Array.Resize(ref ends, length * 2);
        }

        word[length] = character;
        starts[length] = start;
        ends[length] = end;
        length++;
    }
}

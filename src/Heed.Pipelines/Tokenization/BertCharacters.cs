using System.Globalization;
using System.Text;

namespace Heed.Pipelines.Tokenization;

/// <summary>The classes of characters that BERT's tokenization tells apart.</summary>
internal static class BertCharacters
{
    /// <summary>White space in the sense of the Unicode property White_Space, which is also what .NET calls white space.</summary>
    public static bool IsWhiteSpace(Rune rune) => Rune.IsWhiteSpace(rune);

    /// <summary>
    /// Control (Cc), format (Cf) and private-use (Co) characters except tab, line feed and carriage return. Unassigned
    /// characters are kept, as Hugging Face's Rust code keeps them.
    /// </summary>
    public static bool IsControl(Rune rune) =>
        rune.Value is not ('\t' or '\n' or '\r')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    /// <summary>Unicode punctuation (P*) and every ASCII character that is no letter, digit, space or control, such as <c>$ + ~</c>.</summary>
    public static bool IsPunctuation(Rune rune) =>
        rune.IsAscii
            ? rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
            : Rune.IsPunctuation(rune);

    /// <summary>The blocks of CJK ideographs; Hangul, Hiragana and Katakana are written in words and do not count.</summary>
    public static bool IsIdeograph(Rune rune) => rune.Value is
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}

namespace Heed.Pipelines.Evaluation;

/// <summary>
/// The words of a text in lower case: runs of two or more letters, digits or underscores. Of a run longer than the buffer
/// only the beginning is taken, so a hostile text costs no more than its length.
/// </summary>
internal ref struct WordEnumerator
{
    private readonly ReadOnlySpan<char> text;
    private readonly Span<char> buffer;
    private int position;
    private int length;

    public WordEnumerator(ReadOnlySpan<char> text, Span<char> buffer)
    {
        this.text = text;
        this.buffer = buffer;
    }

    public readonly ReadOnlySpan<char> Current => buffer[..length];

    public readonly WordEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        while (position < text.Length)
        {
            length = 0;
            while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] == '_'))
            {
                if (length < buffer.Length)
                {
                    buffer[length++] = char.ToLowerInvariant(text[position]);
                }

                position++;
            }

            if (length >= 1)
            {
                return true;
            }

            position++;
        }

        return false;
    }
}

namespace Heed.Pipelines.Data;

/// <summary>What a reader takes from one record; the label is null where it was not asked for.</summary>
internal readonly record struct Row(string Text, string? Label, long Line);

/// <summary>What the readers of all formats hold to.</summary>
internal static class Limits
{
    /// <summary>The longest record, in bytes; a longer one is a broken file rather than a text, and must not fill the memory.</summary>
    public const int RecordBytes = 1_000_000;
}

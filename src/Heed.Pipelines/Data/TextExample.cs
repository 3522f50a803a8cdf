namespace Heed.Pipelines.Data;

/// <summary>A text with its label.</summary>
/// <param name="Text">The text as it was written.</param>
/// <param name="Label">The name of its class.</param>
/// <param name="Line">Where it stands in its file, for messages: the line it starts in, or its row in a Parquet file, from 1.</param>
public sealed record TextExample(string Text, string Label, long Line);

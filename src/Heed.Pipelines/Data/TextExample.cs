namespace Heed.Pipelines.Data;

/// <summary>One labelled text of a data set.</summary>
/// <param name="Text">The text as it stands in the data.</param>
/// <param name="Label">The name of its class.</param>
/// <param name="Line">Its 1-based place in its file, for messages.</param>
public sealed record TextExample(string Text, string Label, long Line);

using System.CommandLine;
using Heed.Pipelines.Data;

namespace Heed.Cli.Options;

/// <summary>Which columns of a data file are meant.</summary>
internal static class DataOptions
{
    private static readonly TextColumns Usual = new();

    public static Option<string> Text { get; } = new("--text")
    {
        Description = "The column, or key, that holds the text.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Usual.Text,
    };

    public static Option<string> Label { get; } = new("--label")
    {
        Description = "The column, or key, that holds the label.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Usual.Label,
    };

    public static Option<bool> NoHeader { get; } = new("--no-header")
    {
        Description = "The file has no header: --text and --label are the numbers of the columns, from 1.",
    };

    public static TextColumns Columns(Invocation invocation) =>
        new() { Text = invocation.Get(Text), Label = invocation.Get(Label), HasHeader = !invocation.Get(NoHeader) };

    /// <summary>The text alone, for verbs that take no label.</summary>
    public static TextColumns TextColumn(Invocation invocation) => new() { Text = invocation.Get(Text), HasHeader = !invocation.Get(NoHeader) };
}

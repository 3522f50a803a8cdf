using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Heed.House.Tests;

/// <summary>A file of C# and what it names.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private readonly CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(Text).GetCompilationUnitRoot();

    public int Lines => Text.AsSpan().Count('\n');

    /// <summary>Its own namespace; empty where it has none, as top-level statements do.</summary>
    public string Namespace => root.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";

    /// <summary>The namespaces of its using lines, aliases and static ones included, and the names it writes out in full.</summary>
    public IEnumerable<string> UsedNames =>
        root.DescendantNodes().Select(node => node switch
        {
            UsingDirectiveSyntax line => line.NamespaceOrType.ToString(),
            QualifiedNameSyntax { Parent: not (QualifiedNameSyntax or UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax) } name => name.ToString(),
            MemberAccessExpressionSyntax { Parent: not MemberAccessExpressionSyntax } access => access.ToString(),
            _ => "",
        }).Select(name => name.Replace("global::", "", StringComparison.Ordinal)).Where(name => name.Length > 0);

    /// <summary>Every identifier in it, without the type arguments.</summary>
    public IEnumerable<string> Identifiers =>
        root.DescendantNodes().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText);

    /// <summary>The C# of a folder of the repository.</summary>
    public static IReadOnlyList<SourceFile> Of(params ReadOnlySpan<string> folders)
    {
        var files = new List<SourceFile>();
        foreach (var folder in folders)
        {
            files.AddRange(Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
                .Select(path => System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
                .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(path, File.ReadAllText(System.IO.Path.Combine(Repository.Root, path)))));
        }

        return files;
    }
}

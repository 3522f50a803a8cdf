using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Heed.House.Tests;

/// <summary>Programs of the README and of docs are compiled as they stand, run in a process of their own, and print what their comments say.</summary>
public partial class ReadmeTests
{
    // What <ImplicitUsings> gives a console program.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static string Readme => File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/attention-weights.md")]
    public void Its_program_compiles_without_a_warning_and_prints_what_it_says(string document)
    {
        using var folder = new TemporaryFolder();
        var assembly = folder.File("readme.dll");
        var program = Program().Match(File.ReadAllText(Path.Combine(Repository.Root, document))).Groups[1].Value;
        Compile(program, assembly);

        using var child = ChildProcess.Start(RunProgram, folder.Path, assembly);
        var printed = child.Output.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(0, child.WaitForExit());

        var promised = Promise().Matches(program).Select(match => match.Groups[1].Value.Trim()).ToList();
        Assert.NotEmpty(promised);
        Assert.All(promised, line => Assert.Contains(line, printed));
    }

    [Fact]
    public void Its_program_has_about_ten_lines() =>
        Assert.InRange(Program().Match(Readme).Groups[1].Value.Split('\n').Count(line => line.Trim().Length > 0), 5, 12);

    [Fact]
    public void It_names_the_two_commands()
    {
        Assert.Contains("dotnet run -c Release --project src/Heed.Cli -- demo", Readme, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\s*dotnet test\s*$", Readme);
    }

    private static void Compile(string program, string path)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create(
            "readme",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, cancellationToken: TestContext.Current.CancellationToken), CSharpSyntaxTree.ParseText(program, cancellationToken: TestContext.Current.CancellationToken)],
            references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        var result = compilation.Emit(path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
    }

    private static void RunProgram(string[] arguments)
    {
        Directory.SetCurrentDirectory(arguments[0]);
        Assembly.LoadFrom(arguments[1]).EntryPoint!.Invoke(null, [Array.Empty<string>()]);
    }

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Program();

    [GeneratedRegex(@"Console\.WriteLine.*// (.+)")]
    private static partial Regex Promise();
}

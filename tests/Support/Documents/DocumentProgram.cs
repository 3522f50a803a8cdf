using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Heed.Testing;

/// <summary>A program that stands in a document: compiled as a console program would be, run in a process of its own.</summary>
internal static class DocumentProgram
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

    /// <summary>Compiles it, warnings being errors, and runs it in <paramref name="folder"/>; fails unless it ends with 0.</summary>
    /// <param name="program">Top-level statements.</param>
    /// <param name="document">What compiler messages call the file.</param>
    /// <param name="folder">The folder it runs in.</param>
    /// <returns>What it printed.</returns>
    public static string Run(string program, string document, string folder)
    {
        using var home = new TemporaryFolder();
        var assembly = home.File("document.dll");
        Compile(program, document, assembly);
        using var child = ChildProcess.Start(RunProgram, folder, assembly);
        var printed = child.Output.ReadToEnd();
        Assert.True(child.WaitForExit() == 0, $"The program of {document} failed:\n{printed}");
        return printed;
    }

    private static void Compile(string program, string document, string path)
    {
        var stop = TestContext.Current.CancellationToken;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create(
            "document",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, cancellationToken: stop), CSharpSyntaxTree.ParseText(program, path: document, cancellationToken: stop)],
            references,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        var complaints = compilation.Emit(path, cancellationToken: stop).Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ToList();
        Assert.True(complaints.Count == 0, $"The program of {document} does not compile without warnings:\n{string.Join('\n', complaints)}");
    }

    private static void RunProgram(string[] arguments)
    {
        Directory.SetCurrentDirectory(arguments[0]);
        try
        {
            Assembly.LoadFrom(arguments[1]).EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        }
        catch (TargetInvocationException thrown)
        {
            Console.WriteLine(thrown.InnerException);
            Environment.Exit(1);
        }
    }
}

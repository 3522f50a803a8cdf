using System.Text.RegularExpressions;

namespace Heed.House.Tests;

/// <summary>Programs of the README and of docs are compiled as they stand, run in a process of their own, and print what their comments say.</summary>
public partial class ReadmeTests
{
    private static string Readme => File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Theory]
    [InlineData("README.md", 2)]
    [InlineData("docs/attention-weights.md", 1)]
    [InlineData("docs/image-classification.md", 1)]
    public void Its_programs_compile_without_a_warning_and_print_what_they_say(string document, int count)
    {
        var programs = Programs(File.ReadAllText(Path.Combine(Repository.Root, document)));
        Assert.Equal(count, programs.Count);
        Assert.All(programs, program =>
        {
            using var folder = new TemporaryFolder();
            var printed = DocumentProgram.Run(program, document, folder.Path)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

            var promised = Promise().Matches(program).Select(match => match.Groups[1].Value.Trim()).ToList();
            Assert.NotEmpty(promised);
            Assert.All(promised, line => Assert.Contains(line, printed));
        });
    }

    [Fact]
    public void Its_programs_have_about_ten_lines() =>
        Assert.All(Programs(Readme), program => Assert.InRange(program.Split('\n').Count(line => line.Trim().Length > 0), 5, 12));

    [Fact]
    public void It_names_the_two_commands()
    {
        Assert.Contains("dotnet run -c Release --project src/Heed.Cli -- demo", Readme, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\s*dotnet test\s*$", Readme);
    }

    private static List<string> Programs(string text) => [.. Program().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Program();

    [GeneratedRegex(@"Console\.WriteLine.*// (.+)")]
    private static partial Regex Promise();
}

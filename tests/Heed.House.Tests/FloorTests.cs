namespace Heed.House.Tests;

public class FloorTests
{
    private static readonly string[] VectorNames =
        ["Vector", "Vector64", "Vector128", "Vector256", "Vector512", "Avx", "Avx2", "Avx512F", "Fma", "Sse", "Sse2", "AdvSimd"];

    private static readonly IReadOnlyList<SourceFile> Sources = SourceFile.Of("src");

    [Fact]
    public void No_file_uses_a_floor_above_its_own() =>
        Assert.Empty(Sources.Where(file => file.Namespace.Length > 0).SelectMany(Floors.Offences));

    [Theory]
    [InlineData("using Heed.Layers;\nnamespace Heed.Kernels;")]
    [InlineData("namespace Heed.Models;\nclass A { Heed.Training.Trainer trainer; }")]
    [InlineData("namespace Heed.Autograd;\nclass A { int a = global::Heed.Attention.AttentionMask.Size; }")]
    [InlineData("using static Heed.Training.Schedule;\nnamespace Heed.Models;")]
    [InlineData("using Heed.Pipelines.Data;\nnamespace Heed.Training;")]
    [InlineData("using Heed.Kernels;\nnamespace Heed.Figures.Analysis;")]
    [InlineData("using Heed.Figures;\nnamespace Heed.Pipelines.Classification;")]
    [InlineData("using Heed.Cli.Rendering;\nnamespace Heed.Pipelines.Classification;")]
    public void A_use_of_a_floor_above_is_found(string source) =>
        Assert.Single(Floors.Offences(new SourceFile("a.cs", source)));

    [Theory]
    [InlineData("using Heed.Kernels;\nusing Heed.Layers;\nnamespace Heed.Layers;\nclass A { Heed.InvalidInputException e; }")]
    [InlineData("using Heed.Training;\nnamespace Heed.Pipelines.Classification;")]
    [InlineData("using Heed.Figures;\nusing Heed.Pipelines.Data;\nnamespace Heed.Cli.Verbs;")]
    [InlineData("using Heed.Figures.Svg;\nnamespace Heed.Figures;")]
    public void Floors_below_may_be_used(string source) =>
        Assert.Empty(Floors.Offences(new SourceFile("a.cs", source)));

    [Fact]
    public void Every_folder_of_the_core_is_a_floor() =>
        Assert.Equal(
            Floors.OfTheCore.Order(StringComparer.Ordinal),
            Directory.GetDirectories(Path.Combine(Repository.Root, "src", "Heed"))
                .Select(folder => Path.GetFileName(folder))
                .Where(name => name is not ("bin" or "obj"))
                .Order(StringComparer.Ordinal));

    [Fact]
    public void The_plan_of_the_house_lists_the_floors_from_the_top_down()
    {
        var plan = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var places = Floors.OfTheCore.Select(floor => plan.IndexOf($"\n      {floor}/ ", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.OrderDescending(), places);
    }

    [Fact]
    public void A_namespace_begins_with_its_project_and_folder() =>
        Assert.Empty(Sources
            .Where(file => file.Namespace.Length > 0 && !file.Namespace.StartsWith(string.Join('.', file.Path.Split('/')[1..^1].Take(2)), StringComparison.Ordinal))
            .Select(file => $"{file.Path} is in namespace {file.Namespace}"));

    [Fact]
    public void Vector_instructions_stand_in_the_kernels_alone()
    {
        var vectorised = Sources
            .Where(file => file.UsedNames.Any(name => name.StartsWith("System.Runtime.Intrinsics", StringComparison.Ordinal))
                || file.Identifiers.Any(VectorNames.Contains))
            .Select(file => file.Path)
            .ToList();
        Assert.NotEmpty(vectorised);
        Assert.All(vectorised, path => Assert.StartsWith("src/Heed/Kernels/", path, StringComparison.Ordinal));
    }

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Assert.Empty(SourceFile.Of("src", "tests", "benchmarks", "examples", "docs").Where(file => file.Lines > 400).Select(file => $"{file.Path} has {file.Lines} lines"));
}

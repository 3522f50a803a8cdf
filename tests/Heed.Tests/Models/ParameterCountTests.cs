using System.Globalization;
using Heed.Layers;
using Heed.Models;

namespace Heed.Tests.Models;

/// <summary>The table of presets in docs/models.md.</summary>
public class ParameterCountTests
{
    private const int PublishedVocabSize = 30_522;

    private static readonly Dictionary<string, (BertConfig Config, long Published)> Presets = new()
    {
        ["Tiny"] = (BertConfig.Tiny(PublishedVocabSize), 4_385_920),
        ["Small"] = (BertConfig.Small(PublishedVocabSize), 28_763_648),
        ["Base"] = (BertConfig.Base(PublishedVocabSize), 109_482_240),
    };

    [Fact]
    public void The_table_says_what_the_presets_are_and_how_many_parameters_were_published()
    {
        var rows = Table().ToList();
        Assert.Equal(Presets.Keys, rows.Select(row => row[0]));
        foreach (var row in rows)
        {
            var (config, published) = Presets[row[0]];
            long[] expected = [config.NumLayers, config.ModelDim, config.NumHeads, config.HiddenDim, published];
            Assert.Equal(expected, row[1..6].Select(cell => long.Parse(cell, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
            Assert.Equal(published, config.CountParameters());
        }
    }

    [Theory]
    [InlineData("Tiny")]
    [InlineData("Small")]
    public void A_model_has_as_many_parameters_as_its_numbers_say(string preset)
    {
        var config = Presets[preset].Config;
        var parameters = new ParameterSet();
        _ = new BertModel(parameters.Root, config);
        Assert.Equal(config.CountParameters(), parameters.Count);
    }

    [Fact]
    public void Without_a_pooler_there_are_that_many_fewer()
    {
        var config = new BertConfig { VocabSize = 11, ModelDim = 6, NumLayers = 3, NumHeads = 2, HiddenDim = 5, MaxPositions = 7, TypeVocabSize = 3 };
        var parameters = new ParameterSet();
        _ = new BertModel(parameters.Root, config, hasPooler: false);
        Assert.Equal(config.CountParameters(hasPooler: false), parameters.Count);
        Assert.Equal(config.CountParameters() - 42, parameters.Count);
    }

    /// <summary>The cells of the rows below the heading that begins with "preset".</summary>
    private static IEnumerable<string[]> Table() => File.ReadLines(Path.Combine(Repository.Root, "docs", "models.md"))
        .SkipWhile(line => !line.StartsWith("| preset |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
}

using System.Globalization;
using Heed.Layers;
using Heed.Models;

namespace Heed.Tests.Models;

/// <summary>The tables of presets in docs/models.md.</summary>
public class ParameterCountTests
{
    private const int PublishedVocabSize = 30_522;

    private static readonly Dictionary<string, (BertConfig Config, long Published)> Bert = new()
    {
        ["Tiny"] = (BertConfig.Tiny(PublishedVocabSize), 4_385_920),
        ["Small"] = (BertConfig.Small(PublishedVocabSize), 28_763_648),
        ["Base"] = (BertConfig.Base(PublishedVocabSize), 109_482_240),
    };

    private static readonly Dictionary<string, (Gpt2Config Config, long Published)> Gpt2 = new()
    {
        ["Gpt2"] = (Gpt2Config.Gpt2, 124_439_808),
        ["Medium"] = (Gpt2Config.Medium, 354_823_168),
        ["Large"] = (Gpt2Config.Large, 774_030_080),
        ["ExtraLarge"] = (Gpt2Config.ExtraLarge, 1_557_611_200),
    };

    private static readonly Dictionary<string, (LlamaConfig Config, long Published)> Llama = new()
    {
        ["SmolLm135M"] = (LlamaConfig.SmolLm135M, 134_515_008),
        ["Qwen2Half"] = (LlamaConfig.Qwen2Half, 494_032_768),
        ["Llama1B"] = (LlamaConfig.Llama1B, 1_235_814_400),
        ["Llama8B"] = (LlamaConfig.Llama8B, 8_030_261_248),
    };

    private static readonly Dictionary<string, (ViTConfig Config, long Published)> ViT = new()
    {
        ["Tiny16"] = (ViTConfig.Tiny16, 5_717_416),
        ["Small16"] = (ViTConfig.Small16, 22_050_664),
        ["Base16"] = (ViTConfig.Base16, 86_567_656),
        ["Base32"] = (ViTConfig.Base32, 88_224_232),
        ["Large16"] = (ViTConfig.Large16, 304_326_632),
        ["Large32"] = (ViTConfig.Large32, 306_535_400),
        ["Huge14"] = (ViTConfig.Huge14, 632_045_800),
    };

    private static readonly Dictionary<string, (ViTConfig Config, long Published)> DeiT = new()
    {
        ["Tiny16"] = (ViTConfig.Tiny16 with { HasDistillationToken = true }, 5_910_800),
        ["Small16"] = (ViTConfig.Small16 with { HasDistillationToken = true }, 22_436_432),
        ["Base16"] = (ViTConfig.Base16 with { HasDistillationToken = true }, 87_338_192),
    };

    private static readonly Dictionary<string, (Dinov2Config Config, long Published)> Dinov2 = new()
    {
        ["Small"] = (Dinov2Config.Small, 22_056_576),
        ["Base"] = (Dinov2Config.Base, 86_580_480),
        ["Large"] = (Dinov2Config.Large, 304_368_640),
        ["Giant"] = (Dinov2Config.Giant, 1_136_480_768),
    };

    private static readonly Dictionary<string, (CompactViTConfig Config, long Published)> Compact = new()
    {
        ["Cct2"] = (CompactViTConfig.Cct2, 283_723),
        ["Cct4"] = (CompactViTConfig.Cct4, 482_123),
        ["Cct7"] = (CompactViTConfig.Cct7, 3_760_139),
        ["Cct7Two"] = (CompactViTConfig.Cct7Two, 3_853_259),
        ["Cvt7"] = (CompactViTConfig.Cvt7, 3_716_619),
        ["ViTLite7"] = (CompactViTConfig.ViTLite7, 3_716_618),
    };

    [Fact]
    public void The_table_of_BERT_says_what_the_presets_are_and_how_many_parameters_were_published() =>
        CheckTable("## BERT presets", Bert, config => [config.NumLayers, config.ModelDim, config.NumHeads, config.HiddenDim], config => config.CountParameters());

    [Fact]
    public void The_table_of_GPT_2_says_what_the_presets_are_and_how_many_parameters_were_published() =>
        CheckTable("## GPT-2 presets", Gpt2, config => [config.NumLayers, config.ModelDim, config.NumHeads, config.HiddenDim], config => config.CountParameters());

    [Fact]
    public void The_table_of_Llama_says_what_the_presets_are_and_how_many_parameters_were_published() => CheckTable(
        "## Llama and Qwen2 presets",
        Llama,
        config => [config.NumLayers, config.ModelDim, config.NumHeads, config.NumKeyValueHeads, config.HiddenDim],
        config => config.CountParameters());

    [Fact]
    public void The_table_of_ViT_says_what_the_presets_are_and_how_many_parameters_were_published() =>
        CheckTable("## ViT presets", ViT, config => [config.NumLayers, config.ModelDim, config.NumHeads, config.HiddenDim], config => config.CountParameters(1000));

    [Fact]
    public void The_table_of_DeiT_says_what_the_presets_are_and_how_many_parameters_were_published() =>
        CheckTable("## DeiT presets", DeiT, config => [config.NumLayers, config.ModelDim, config.NumHeads, config.HiddenDim], config => config.CountParameters(1000));

    [Fact]
    public void The_table_of_DINOv2_says_what_the_presets_are_and_how_many_parameters_were_published() =>
        CheckTable("## DINOv2 presets", Dinov2, config => [config.NumLayers, config.ModelDim, config.NumHeads, config.HiddenDim], config => config.CountParameters());

    [Theory]
    [InlineData("Tiny")]
    [InlineData("Small")]
    public void A_model_has_as_many_parameters_as_its_numbers_say(string preset)
    {
        var config = Bert[preset].Config;
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_GPT_2_has_as_many_parameters_as_its_numbers_say(bool sharesEmbeddings)
    {
        var config = new Gpt2Config { VocabSize = 11, ModelDim = 6, NumLayers = 3, NumHeads = 2, HiddenDim = 5, MaxPositions = 7, SharesEmbeddings = sharesEmbeddings };
        Assert.Equal(config.CountParameters(), new Gpt2ForCausalLanguageModeling(config).Parameters.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_ViT_has_as_many_parameters_as_its_numbers_say(bool hasBias)
    {
        var config = new ViTConfig
        {
            ModelDim = 6, NumLayers = 3, NumHeads = 2, HiddenDim = 5, ImageSize = new(12, 8), PatchSize = new(3, 4), NumChannels = 2,
            HasQueryKeyValueBias = hasBias, PoolerDim = 7,
        };
        var parameters = new ParameterSet();
        _ = new ViTModel(parameters.Root, config);
        Assert.Equal(config.CountParameters(hasPooler: true), parameters.Count);
        Assert.Equal(config.CountParameters(numClasses: 11), new ViTForImageClassification(config, 11).Parameters.Count);
    }

    [Fact]
    public void The_table_of_compact_models_says_what_the_presets_are_and_how_many_parameters_they_have() => CheckTable(
        "## Compact presets",
        Compact,
        config => [config.NumConvolutions, config.NumLayers, config.ModelDim, config.NumHeads, config.HiddenDim],
        config => config.CountParameters(10));

    [Theory]
    [InlineData(0, ImagePooling.ClassToken, ImagePositions.Learned, 0)]
    [InlineData(0, ImagePooling.Mean, ImagePositions.SineCosine, 3)]
    [InlineData(1, ImagePooling.Sequence, ImagePositions.None, 0)]
    [InlineData(3, ImagePooling.ClassToken, ImagePositions.Rotary, 2)]
    public void A_compact_model_has_as_many_parameters_as_its_numbers_say(int numConvolutions, ImagePooling pooling, ImagePositions positions, int numRegisters)
    {
        var config = new CompactViTConfig
        {
            ModelDim = 8, NumLayers = 3, NumHeads = 2, HiddenDim = 5, ImageSize = new(12, 20), NumConvolutions = numConvolutions, StemChannels = 7,
            ConvolutionSize = 5, Pooling = pooling, Positions = positions, NumRegisters = numRegisters,
        };
        Assert.Equal(config.CountParameters(numClasses: 11), new CompactViTForImageClassification(config, 11).Parameters.Count);
    }

    [Theory]
    [InlineData(0, 215_412)]
    [InlineData(1, 473_172)]
    [InlineData(2, 142_692)]
    public void A_compact_model_multiplies_as_often_as_its_products_need(int numConvolutions, double expected)
    {
        var config = new CompactViTConfig
        {
            ModelDim = 12, NumLayers = 3, NumHeads = 2, HiddenDim = 5, ImageSize = new(12, 20), NumConvolutions = numConvolutions, StemChannels = 7,
            PatchSize = new(3, 2), NumRegisters = 1,
        };
        Assert.Equal(expected, config.CountMultiplications(numClasses: 11));
    }

    [Fact]
    public void A_DeiT_has_as_many_parameters_as_its_numbers_say()
    {
        var config = new ViTConfig { ModelDim = 6, NumLayers = 3, NumHeads = 2, HiddenDim = 5, ImageSize = new(12, 8), PatchSize = new(3, 4), HasDistillationToken = true };
        Assert.Equal(config.CountParameters(numClasses: 11), new DeiTForImageClassificationWithTeacher(config, 11).Parameters.Count);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData(3, false)]
    public void A_DINOv2_has_as_many_parameters_as_its_numbers_say(int? numRegisters, bool isGated)
    {
        var config = new Dinov2Config
        {
            ModelDim = 6, NumLayers = 3, NumHeads = 2, FeedForwardRatio = 3, ImageSize = new(12, 8), PatchSize = new(3, 4), NumRegisters = numRegisters,
            IsGated = isGated, HasMaskToken = !isGated,
        };
        Assert.Equal(config.CountParameters(numClasses: 11), new Dinov2ForImageClassification(config, 11).Parameters.Count);
    }

    private static void CheckTable<TConfig>(
        string heading, Dictionary<string, (TConfig Config, long Published)> presets, Func<TConfig, int[]> numbers, Func<TConfig, long> count)
    {
        var rows = Table(heading).ToList();
        Assert.Equal(presets.Keys, rows.Select(row => row[0]));
        foreach (var row in rows)
        {
            var (config, published) = presets[row[0]];
            long[] expected = [.. numbers(config), published];
            Assert.Equal(expected, row[1..(1 + expected.Length)].Select(cell => long.Parse(cell, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
            Assert.Equal(published, count(config));
        }
    }

    /// <summary>The cells of the rows of the table below a heading.</summary>
    private static IEnumerable<string[]> Table(string heading) => File.ReadLines(Path.Combine(Repository.Root, "docs", "models.md"))
        .SkipWhile(line => line != heading)
        .SkipWhile(line => !line.StartsWith("| preset |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
}

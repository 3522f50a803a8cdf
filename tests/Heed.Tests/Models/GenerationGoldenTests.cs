using Heed.Autograd;
using Heed.Models;

namespace Heed.Tests.Models;

/// <summary>Decoding with a key/value cache, against what transformers' cache and its generate made.</summary>
public class GenerationGoldenTests
{
    private static readonly int[] Chunks = [5, 1, 1, 3, 1, 1];

    public static MatrixTheoryData<string, string> Cached => new(CausalLanguageModelGoldenTests.Folders, ["gen1.cache", "gen2.cache", "gen2.eos"]);

    public static MatrixTheoryData<string, string> Uncached => new(CausalLanguageModelGoldenTests.Folders, ["gen1.nocache", "gen2.nocache"]);

    [Theory]
    [MemberData(nameof(CausalLanguageModelGoldenTests.Names), MemberType = typeof(CausalLanguageModelGoldenTests))]
    public void Text_read_in_pieces_agrees_with_text_read_at_once_in_logits_keys_and_values(string folder)
    {
        using var golden = new Golden(folder);
        var model = golden.CausalLanguageModel();
        var (ids, shape) = (golden.Integers("past.input_ids"), golden.Shape("past.input_ids"));
        var cache = model.CreateCache(shape[0]);
        var logits = new List<float>[shape[0]];
        foreach (ref var row in logits.AsSpan())
        {
            row = [];
        }

        var start = 0;
        foreach (var chunk in Chunks)
        {
            int[][] pieces = [.. Enumerable.Range(0, shape[0]).Select(i => ids.AsSpan((i * shape[1]) + start, chunk).ToArray())];
            var predicted = model.Predict(TokenBatch.Pack(pieces), cache: cache);
            for (var i = 0; i < shape[0]; i++)
            {
                logits[i].AddRange(predicted.Slice(i * chunk, (i + 1) * chunk).Data);
            }

            start += chunk;
        }

        Golden.CheckOutput("past.full_logits", golden.Floats("past.full_logits"), logits.SelectMany(row => row).ToArray());
        var prefix = 5 * golden.Shape("past.full_logits")[2];
        Golden.CheckOutput("past.prefix_logits", golden.Floats("past.prefix_logits"), logits.SelectMany(row => row[..prefix]).ToArray());
        Golden.CheckOutput("past.next_logits", golden.Floats("past.next_logits"), logits.SelectMany(row => row[prefix..]).ToArray());
        for (var layer = 0; layer < cache.NumLayers; layer++)
        {
            Golden.CheckOutput($"past.key.{layer}", golden.Floats($"past.key.{layer}"), Filled(cache.Keys(layer), shape[1]));
            Golden.CheckOutput($"past.value.{layer}", golden.Floats($"past.value.{layer}"), Filled(cache.Values(layer), shape[1]));
        }
    }

    [Theory]
    [MemberData(nameof(Cached))]
    public void Prompts_are_continued_with_the_same_tokens_and_logits(string folder, string name)
    {
        using var golden = new Golden(folder);
        var model = golden.CausalLanguageModel();
        var prompts = Prompts(golden, name[..4]);
        var end = golden.EndTokenOf(name);
        var (reference, shape) = (golden.Floats($"{name}.logits"), golden.Shape($"{name}.logits"));
        var (steps, vocabSize) = (shape[1], shape[2]);
        var options = new GenerationOptions
        {
            MaxNewTokens = 20,
            EndTokenId = end,
            Processor = (sequence, tokens, logits) =>
            {
                var step = tokens.Count - prompts[sequence].Length;
                Golden.CheckOutput($"{name}.logits", reference.AsSpan(((sequence * steps) + step) * vocabSize, vocabSize), logits);
            },
        };

        var sequences = model.Generate(prompts, options, TestContext.Current.CancellationToken);

        var (expected, length) = (golden.Integers($"{name}.sequences"), golden.Shape($"{name}.sequences")[1]);
        for (var i = 0; i < prompts.Length; i++)
        {
            var pads = length - steps - prompts[i].Length;
            var whole = expected.AsSpan((i * length) + pads, length - pads).ToArray();
            Assert.Equal(whole[..sequences[i].Length], sequences[i]);
            Assert.All(whole[sequences[i].Length..], pad => Assert.Equal(0, pad));
            Assert.True(sequences[i].Length == whole.Length || sequences[i][^1] == end);
        }
    }

    [Theory]
    [MemberData(nameof(Uncached))]
    public void Texts_read_anew_for_each_token_are_continued_the_same(string folder, string name)
    {
        using var golden = new Golden(folder);
        var model = golden.CausalLanguageModel();
        var sequences = Prompts(golden, name[..4]);
        var (reference, shape) = (golden.Floats($"{name}.logits"), golden.Shape($"{name}.logits"));
        for (var step = 0; step < shape[1]; step++)
        {
            var batch = TokenBatch.Pack(sequences);
            var logits = model.Predict(batch, batch.LastTokens);
            for (var i = 0; i < sequences.Length; i++)
            {
                var row = logits.Slice(i, i + 1).Data;
                Golden.CheckOutput($"{name}.logits", reference.AsSpan(((i * shape[1]) + step) * shape[2], shape[2]), row);
                sequences[i] = [.. sequences[i], System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(row)];
            }
        }
    }

    /// <summary>The prompts without the pads that stand before the shorter ones.</summary>
    private static int[][] Prompts(Golden golden, string name)
    {
        var (ids, shape) = (golden.Integers($"{name}.input_ids"), golden.Shape($"{name}.input_ids"));
        var mask = golden.Has($"{name}.attention_mask") ? golden.Integers($"{name}.attention_mask") : [.. ids.Select(_ => 1)];
        return [.. Enumerable.Range(0, shape[0]).Select(i =>
            Enumerable.Range(i * shape[1], shape[1]).Where(place => mask[place] != 0).Select(place => ids[place]).ToArray())];
    }

    /// <summary>The part of a [count, heads, capacity, dim] buffer that has been written.</summary>
    private static float[] Filled(Tensor buffer, int length)
    {
        var (maps, capacity, dim) = (buffer.Shape[0] * buffer.Shape[1], buffer.Shape[2], buffer.Shape[3]);
        return [.. Enumerable.Range(0, maps).SelectMany(map => buffer.Data.Slice(map * capacity * dim, length * dim).ToArray())];
    }
}

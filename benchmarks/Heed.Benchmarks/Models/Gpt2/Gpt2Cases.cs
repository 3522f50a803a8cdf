using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Peers;
using Heed.Models;

namespace Heed.Benchmarks.Models.Gpt2;

/// <summary>GPT-2 of 124 million parameters, token by token.</summary>
internal static class Gpt2Cases
{
    private const int PromptLen = 128;
    private const int NewTokens = 32;
    private static readonly Gpt2Config Config = Gpt2Config.Gpt2 with { InitializerRange = 0 };

    public static IEnumerable<ModelCase> All()
    {
        var decoding = new Decoding(Config.VocabSize, PromptLen, NewTokens);
        yield return new ModelCase
        {
            Name = $"GPT-2 124M, {NewTokens} tokens after {PromptLen}",
            Work = Work.Bytes(Bytes(decoding)),
            Items = new Items(NewTokens, "tokens"),
            Heed = () => new HeedGpt2(Config, decoding),
            Forms =
            [
                PeerForm.Only(Libraries.OnnxRuntime, OnnxGpt2.TheForm, () => new OnnxGpt2(Config, decoding)),
                PeerForm.Only(Libraries.Libtorch, "", () => new LibtorchGpt2(Config, decoding)),
            ],
        };
    }

    // Each token reads all weights but the tables of embeddings, of which the words' is read by the head, and all keys and values so far.
    private static double Bytes(Decoding decoding)
    {
        var weights = Config.CountParameters() - ((long)Config.MaxPositions * Config.ModelDim);
        var cached = Enumerable.Range(decoding.PromptLen + 1, decoding.NewTokens).Sum(keys => 2L * keys * Config.NumLayers * Config.ModelDim);
        return sizeof(float) * (double)((weights * decoding.NewTokens) + cached);
    }
}

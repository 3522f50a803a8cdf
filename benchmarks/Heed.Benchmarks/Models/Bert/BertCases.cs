using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Models.Texts;
using Heed.Benchmarks.Peers;
using Heed.Models;

namespace Heed.Benchmarks.Models.Bert;

/// <summary>The encoder of BERT-base over texts.</summary>
internal static class BertCases
{
    // The weights are written over: nothing is to be drawn for them.
    private static readonly BertConfig Base = BertConfig.Base(30_522) with { InitializerRange = 0 };

    // One layer tells the ways of a peer apart; its table of words would only cost time.
    private static readonly BertConfig Short = Base with { NumLayers = 1, VocabSize = 1_000 };

    public static IEnumerable<ModelCase> All(bool isQuick)
    {
        var texts = isQuick ? 8 : 64;
        yield return Case("BERT-base 1x128", [128]);
        yield return Case("BERT-base 8x128", [.. Enumerable.Repeat(128, 8)]);
        yield return Case($"BERT-base {texts} texts as in SST-2", TextLengths.OfSst2(texts));
        yield return Case($"BERT-base {texts} texts as in AG News", TextLengths.OfAgNews(texts));
    }

    private static ModelCase Case(string name, int[] lengths)
    {
        var texts = RandomTexts.Of(lengths, Base.VocabSize);
        var shortTexts = RandomTexts.Of(lengths, Short.VocabSize);
        var forms = new List<PeerForm>();
        foreach (var batching in Batching.For(lengths))
        {
            foreach (var fusesProducts in new[] { true, false })
            {
                forms.Add(new PeerForm(
                    Libraries.OnnxRuntime,
                    OnnxBert.FormOf(batching, fusesProducts),
                    () => new OnnxBert(Base, texts, batching, fusesProducts),
                    () => new OnnxBert(Short, shortTexts, batching, fusesProducts)));
            }

            forms.Add(new PeerForm(
                Libraries.Libtorch,
                batching.Name,
                () => new LibtorchBert(Base, texts, batching),
                () => new LibtorchBert(Short, shortTexts, batching)));
        }

        return new ModelCase
        {
            Name = name,
            Work = Work.Operations(TransformerWork.Operations(lengths, Base.NumLayers, Base.ModelDim, Base.HiddenDim)),
            Items = new Items(lengths.Length, "texts"),
            Heed = () => new HeedBert(Base, texts),
            Forms = forms,
        };
    }
}

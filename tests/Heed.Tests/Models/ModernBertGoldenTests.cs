using Heed.Attention;
using Heed.Autograd;
using Heed.Models;

namespace Heed.Tests.Models;

/// <summary>
/// The reference leaves padded rows of local layers undefined, so the batch is packed: it agrees wherever there is a token.
/// </summary>
public class ModernBertGoldenTests
{
    [Fact]
    public void ModernBertForSequenceClassification_agrees_in_logits_attentions_and_every_gradient()
    {
        using var golden = new Golden("modernbert_seqcls");
        var model = new ModernBertForSequenceClassification(ModernBertConfig.Read(golden.Config), golden.Config.Labels().Count);
        golden.LoadInto(model.Parameters);
        var (batch, rows) = golden.Packed();
        var recorder = new AttentionRecorder();
        using var tape = new Tape();

        var logits = model.Classify(batch, recorder);
        var loss = Op.CrossEntropy(logits, golden.Integers("labels"));

        golden.CheckOutput("logits", logits.Data);
        golden.CheckOutput("loss", loss.Data);
        golden.CheckHiddenStates(recorder, rows);
        golden.CheckAttentions(recorder, batch.Sequences, rows);
        tape.Backward(loss);
        golden.CheckGradients(model.Parameters);
    }

    [Fact]
    public void ModernBertForMaskedLanguageModeling_agrees_in_logits_attentions_and_every_gradient()
    {
        using var golden = new Golden("modernbert_mlm");
        var model = new ModernBertForMaskedLanguageModeling(ModernBertConfig.Read(golden.Config));
        golden.LoadInto(model.Parameters);
        var (batch, rows) = golden.Packed();
        var recorder = new AttentionRecorder();
        var labels = golden.Integers("labels");
        using var tape = new Tape();

        var logits = model.Guess(batch, [.. Enumerable.Range(0, rows.Length)], recorder);
        var loss = Op.CrossEntropy(logits, [.. rows.Select(row => labels[row])]);

        Golden.CheckOutput("logits", golden.RowsOf("logits", rows), logits.Data);
        golden.CheckOutput("loss", loss.Data);
        golden.CheckHiddenStates(recorder, rows);
        golden.CheckAttentions(recorder, batch.Sequences, rows);
        tape.Backward(loss);
        golden.CheckGradients(model.Parameters);
    }

    [Fact]
    public void Mean_pooling_refuses_a_padded_batch_rather_than_averaging_its_pads()
    {
        var config = new ModernBertConfig { VocabSize = 7, ModelDim = 8, NumLayers = 1, NumHeads = 2, HiddenDim = 8 };
        var padded = new TokenBatch([1, 2, 0], Sequences.Uniform(1, 3), mask: AttentionMask.Padding([2], 3));
        Assert.Throws<ArgumentException>(() => new ModernBertForSequenceClassification(config, 2).Classify(padded));
    }
}

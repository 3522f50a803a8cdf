using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;
using Heed.Models;

namespace Heed.Tests.Models;

public class BertGoldenTests
{
    [Fact]
    public void BertModel_agrees_in_hidden_states_attentions_pooled_output_and_every_gradient()
    {
        using var golden = new Golden("bert_base");
        var parameters = new ParameterSet();
        var model = new BertModel(parameters.Root, BertConfig.Read(golden.Config));
        golden.LoadInto(parameters);
        var batch = golden.Padded();
        var recorder = new AttentionRecorder();
        using var tape = new Tape();

        var hidden = model.Forward(batch, recorder);
        var pooled = model.Pool(hidden, batch);

        golden.CheckOutput("last_hidden_state", hidden.Data);
        golden.CheckOutput("pooler_output", pooled.Data);
        golden.CheckHiddenStates(recorder);
        golden.CheckAttentions(recorder, batch.Sequences);
        tape.Backward((hidden, golden.Floats("probe.last_hidden_state")), (pooled, golden.Floats("probe.pooler_output")));
        golden.CheckGradients(parameters);
    }

    [Fact]
    public void BertModel_without_mask_and_types_agrees()
    {
        using var golden = new Golden("bert_base");
        var parameters = new ParameterSet();
        var model = new BertModel(parameters.Root, BertConfig.Read(golden.Config));
        golden.LoadInto(parameters);
        var shape = golden.Shape("input_ids");
        var batch = new TokenBatch(golden.Integers("input_ids"), Sequences.Uniform(shape[0], shape[1]));

        var hidden = model.Forward(batch);

        golden.CheckOutput("nomask.last_hidden_state", hidden.Data);
        golden.CheckOutput("nomask.pooler_output", model.Pool(hidden, batch).Data);
    }

    [Fact]
    public void BertForSequenceClassification_agrees_in_logits_loss_attentions_and_every_gradient()
    {
        using var golden = new Golden("bert_seqcls");
        var model = new BertForSequenceClassification(BertConfig.Read(golden.Config), golden.Config.Labels().Count);
        golden.LoadInto(model.Parameters);
        var batch = golden.Padded();
        var recorder = new AttentionRecorder();
        using var tape = new Tape();

        var logits = model.Classify(batch, recorder);
        var loss = Op.CrossEntropy(logits, golden.Integers("labels"));

        golden.CheckOutput("logits", logits.Data);
        golden.CheckOutput("loss", loss.Data);
        golden.CheckHiddenStates(recorder);
        golden.CheckAttentions(recorder, batch.Sequences);
        tape.Backward(loss);
        golden.CheckGradients(model.Parameters);
    }

    [Fact]
    public void A_packed_batch_gives_what_the_padded_one_gives_gradients_included()
    {
        using var golden = new Golden("bert_seqcls");
        var model = new BertForSequenceClassification(BertConfig.Read(golden.Config), golden.Config.Labels().Count);
        golden.LoadInto(model.Parameters);
        var (batch, rows) = golden.Packed();
        var recorder = new AttentionRecorder();
        using var tape = new Tape();

        var logits = model.Classify(batch, recorder);
        var loss = Op.CrossEntropy(logits, golden.Integers("labels"));

        Assert.True(batch.Ids.Length < golden.Integers("input_ids").Length, "the golden batch has no pads to leave out");
        golden.CheckOutput("logits", logits.Data);
        golden.CheckHiddenStates(recorder, rows);
        golden.CheckAttentions(recorder, batch.Sequences, rows);
        tape.Backward(loss);
        golden.CheckGradients(model.Parameters);
    }

    [Fact]
    public void BertForMaskedLanguageModeling_agrees_in_logits_loss_and_every_gradient()
    {
        using var golden = new Golden("bert_mlm");
        var model = new BertForMaskedLanguageModeling(BertConfig.Read(golden.Config));
        golden.LoadInto(model.Parameters);
        var batch = golden.Padded();
        var recorder = new AttentionRecorder();
        using var tape = new Tape();

        var logits = model.Guess(batch, [.. Enumerable.Range(0, batch.Ids.Length)], recorder);
        var loss = Op.CrossEntropy(logits, golden.Integers("labels"));

        golden.CheckOutput("logits", logits.Data);
        golden.CheckOutput("loss", loss.Data);
        golden.CheckHiddenStates(recorder);
        golden.CheckAttentions(recorder, batch.Sequences);
        tape.Backward(loss);
        golden.CheckGradients(model.Parameters);
    }
}

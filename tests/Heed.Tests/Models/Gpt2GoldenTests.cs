using Heed.Attention;
using Heed.Autograd;
using Heed.Models;

namespace Heed.Tests.Models;

public class Gpt2GoldenTests
{
    [Fact]
    public void A_padded_batch_agrees_in_logits_loss_attentions_and_every_gradient()
    {
        using var golden = new Golden("gpt2_lm");
        var model = Load(golden);
        var batch = golden.Padded();
        var recorder = new AttentionRecorder();
        using var tape = new Tape();

        var logits = model.Predict(batch, recorder: recorder);
        var loss = Op.CrossEntropy(logits, batch.NextTokens(golden.Integers("labels")));

        golden.CheckOutput("logits", logits.Data);
        golden.CheckOutput("loss", loss.Data);
        golden.CheckOutput("last_hidden_state", recorder.HiddenStates[^1]);
        golden.CheckHiddenStates(recorder);
        golden.CheckAttentions(recorder, batch.Sequences);
        tape.Backward(loss);
        golden.CheckGradients(model.Parameters);
    }

    [Fact]
    public void A_packed_batch_gives_what_the_padded_one_gives_gradients_included()
    {
        using var golden = new Golden("gpt2_lm");
        var model = Load(golden);
        var (batch, rows) = golden.Packed();
        var labels = golden.Integers("labels");
        var recorder = new AttentionRecorder();
        using var tape = new Tape();

        var logits = model.Predict(batch, recorder: recorder);
        var loss = Op.CrossEntropy(logits, batch.NextTokens([.. rows.Select(row => labels[row])]));

        Assert.True(rows.Length < labels.Length, "the golden batch has no pads to leave out");
        Golden.CheckOutput("logits", golden.RowsOf("logits", rows), logits.Data);
        golden.CheckOutput("loss", loss.Data);
        golden.CheckHiddenStates(recorder, rows);
        golden.CheckAttentions(recorder, batch.Sequences, rows);
        tape.Backward(loss);
        golden.CheckGradients(model.Parameters);
    }

    private static Gpt2ForCausalLanguageModeling Load(Golden golden)
    {
        var model = new Gpt2ForCausalLanguageModeling(Gpt2Config.Read(golden.Config));
        golden.LoadInto(model.Parameters);
        return model;
    }
}

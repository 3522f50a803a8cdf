using Heed.Attention;
using Heed.Autograd;

namespace Heed.Tests.Models;

public class CausalLanguageModelGoldenTests
{
    public static IReadOnlyList<string> Folders { get; } = ["gpt2_lm", "llama_lm", "llama3_rope_lm", "qwen2_lm"];

    public static TheoryData<string> Names => [.. Folders];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_padded_batch_agrees_in_logits_loss_attentions_and_every_gradient(string name)
    {
        using var golden = new Golden(name);
        var model = golden.CausalLanguageModel();
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

    [Theory]
    [MemberData(nameof(Names))]
    public void A_packed_batch_gives_what_the_padded_one_gives_gradients_included(string name)
    {
        using var golden = new Golden(name);
        var model = golden.CausalLanguageModel();
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
}

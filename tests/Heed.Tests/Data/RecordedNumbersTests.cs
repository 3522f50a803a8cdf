using Heed.Attention;
using Heed.Autograd;
using Heed.Models;
using Heed.Tests.Attention;

namespace Heed.Tests.Data;

/// <summary>Parity that needs nothing beside the repository.</summary>
public class RecordedNumbersTests
{
    [Fact]
    public void Causal_attention_of_grouped_heads_agrees_gradients_included()
    {
        var recorded = Recorded.Open("attention.json");
        var (queryShape, keyShape) = (recorded.Shape("q"), recorded.Shape("k"));
        var (q, k, v) = (HeadLayout.ToRows(recorded.Floats("q"), queryShape), HeadLayout.ToRows(recorded.Floats("k"), keyShape), HeadLayout.ToRows(recorded.Floats("v"), keyShape));
        var heads = new AttentionHeads
        {
            NumHeads = queryShape[1],
            NumKeyValueHeads = keyShape[1],
            Queries = Sequences.Uniform(queryShape[0], queryShape[2]),
            Mask = AttentionMask.Causal,
        };
        using var tape = new Tape();

        var output = FusedAttention.Apply(q, k, v, heads);

        recorded.Check("out", HeadLayout.FromRows(output.Data, queryShape));
        tape.Backward((output, HeadLayout.ToRows(recorded.Floats("dout"), queryShape).Data.ToArray()));
        recorded.Check("dq", HeadLayout.FromRows(q.Gradient, queryShape));
        recorded.Check("dk", HeadLayout.FromRows(k.Gradient, keyShape));
        recorded.Check("dv", HeadLayout.FromRows(v.Gradient, keyShape));
    }

    [Fact]
    public void LayerNorm_agrees_gradients_included()
    {
        var recorded = Recorded.Open("layer_norm.json");
        var (x, gamma, beta) = (recorded.Parameter("x"), recorded.Parameter("weight"), recorded.Parameter("bias"));
        using var tape = new Tape();

        var y = Op.LayerNorm(x, gamma, beta, recorded.Number("epsilon"));

        recorded.Check("out", y.Data);
        tape.Backward((y, recorded.Floats("dout")));
        recorded.Check("d_x", x.Gradient);
        recorded.Check("d_weight", gamma.Gradient);
        recorded.Check("d_bias", beta.Gradient);
    }

    [Fact]
    public void Cross_entropy_with_smoothing_weights_and_ignored_rows_agrees_gradient_included()
    {
        var recorded = Recorded.Open("cross_entropy.json");
        var logits = recorded.Parameter("logits");
        using var tape = new Tape();

        var loss = Op.CrossEntropy(logits, recorded.Integers("target"), recorded.Floats("class_weight"), recorded.Number("label_smoothing"));

        recorded.Check("out", loss.Data);
        tape.Backward((loss, recorded.Floats("dout")));
        recorded.Check("d_logits", logits.Gradient);
    }

    [Fact]
    public void A_BERT_classifier_agrees_in_hidden_state_attentions_logits_loss_and_every_gradient()
    {
        var recorded = Recorded.Open("bert.json");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), recorded.Text("config"));
        var sequences = Sequences.OfLengths(recorded.Integers("lengths"));
        var labels = recorded.Integers("labels");
        var model = new BertForSequenceClassification(BertConfig.Read(ModelConfigFile.Open(folder.Path)), recorded.Shape("logits")[1]);
        foreach (var (name, parameter) in model.Parameters.All)
        {
            recorded.Floats($"param.{name}").CopyTo(parameter.Data);
        }

        var recorder = new AttentionRecorder();
        using var tape = new Tape();

        var logits = model.Classify(new TokenBatch(recorded.Integers("input_ids"), sequences, recorded.Integers("token_type_ids")), recorder);
        var loss = Op.CrossEntropy(logits, labels);

        recorded.Check("last_hidden_state", recorder.HiddenStates[^1], 1e-5);
        recorded.Check("logits", logits.Data, 1e-5);
        recorded.Check("loss", loss.Data, 1e-5);
        for (var layer = 0; layer < recorder.Layers.Count; layer++)
        {
            for (var sequence = 0; sequence < sequences.Count; sequence++)
            {
                recorded.Check($"attentions.{layer}.{sequence}", recorder.Layers[layer].Sequences[sequence], 2e-6);
            }
        }

        tape.Backward(loss);
        foreach (var (name, parameter) in model.Parameters.All)
        {
            recorded.Check($"grad.{name}", parameter.Gradient, 2e-6);
        }
    }
}

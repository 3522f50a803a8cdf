using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;
using Heed.Models;

namespace Heed.Tests.Models;

public class ViTGoldenTests
{
    [Fact]
    public void ViTModel_agrees_in_hidden_states_attentions_pooled_output_and_every_gradient()
    {
        using var golden = new Golden("vit_base");
        var parameters = new ParameterSet();
        var model = new ViTModel(parameters.Root, ViTConfig.Read(golden.Config));
        golden.LoadInto(parameters);
        var images = Images(golden, "pixel_values");
        var recorder = new AttentionRecorder();
        using var tape = new Tape();

        var hidden = model.Forward(images, recorder);
        var pooled = model.Pool(hidden, images.Shape[0]);

        golden.CheckOutput("last_hidden_state", hidden.Data);
        golden.CheckOutput("pooler_output", pooled.Data);
        Check(golden, recorder);
        tape.Backward((hidden, golden.Floats("probe.last_hidden_state")), (pooled, golden.Floats("probe.pooler_output")));
        golden.CheckGradients(parameters);
    }

    [Fact]
    public void ViTForImageClassification_agrees_in_logits_loss_attentions_and_every_gradient()
    {
        using var golden = new Golden("vit_imgcls");
        var model = Classifier(golden);
        var recorder = new AttentionRecorder();
        using var tape = new Tape();

        var logits = model.Classify(Images(golden, "pixel_values"), recorder);
        var loss = Op.CrossEntropy(logits, golden.Integers("labels"));

        golden.CheckOutput("logits", logits.Data);
        golden.CheckOutput("loss", loss.Data);
        Check(golden, recorder);
        tape.Backward(loss);
        golden.CheckGradients(model.Parameters);
    }

    [Fact]
    public void Images_of_another_size_agree_once_the_positions_are_resized()
    {
        using var golden = new Golden("vit_imgcls");
        var recorder = new AttentionRecorder();

        var logits = Classifier(golden).Classify(Images(golden, "interp.pixel_values"), recorder, resizesPositions: true);

        golden.CheckOutput("interp.logits", logits.Data);
        golden.CheckOutput("interp.hidden_states.0", recorder.HiddenStates[0]);
    }

    private static ViTForImageClassification Classifier(Golden golden)
    {
        var model = new ViTForImageClassification(ViTConfig.Read(golden.Config), golden.Config.Labels().Count);
        golden.LoadInto(model.Parameters);
        return model;
    }

    private static Tensor Images(Golden golden, string name) => Tensor.From(golden.Floats(name), golden.Shape(name));

    private static void Check(Golden golden, AttentionRecorder recorder)
    {
        var shape = golden.Shape("last_hidden_state");
        golden.CheckHiddenStates(recorder);
        golden.CheckAttentions(recorder, Sequences.Uniform(shape[0], shape[1]));
    }
}

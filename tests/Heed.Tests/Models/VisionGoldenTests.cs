using Heed.Attention;
using Heed.Autograd;
using Heed.Models;

namespace Heed.Tests.Models;

public class VisionGoldenTests
{
    [Fact]
    public void DeiT_agrees_in_both_classifiers_the_loss_of_distillation_attentions_and_every_gradient()
    {
        using var golden = new Golden("deit_teacher");
        var model = new DeiTForImageClassificationWithTeacher(ViTConfig.Read(golden.Config), golden.Config.Labels().Count);
        golden.LoadInto(model.Parameters);
        var recorder = new AttentionRecorder();
        var images = Images(golden, "pixel_values");
        using var tape = new Tape();

        var (ofClass, ofDistillation) = model.ClassifyTwice(images, recorder);
        var loss = Op.Scale(
            Op.Add(Op.CrossEntropy(ofClass, golden.Integers("labels")), Op.CrossEntropy(ofDistillation, golden.Integers("teacher_labels"))), 0.5f);

        golden.CheckOutput("cls_logits", ofClass.Data);
        golden.CheckOutput("distillation_logits", ofDistillation.Data);
        golden.CheckOutput("logits", model.Classify(images).Data);
        golden.CheckOutput("loss", loss.Data);
        Check(golden, recorder);
        tape.Backward(loss);
        golden.CheckGradients(model.Parameters);
    }

    [Fact]
    public void DeiT_without_a_teacher_scores_as_the_classifier_over_the_class_token_alone()
    {
        using var golden = new Golden("deit_teacher");
        var config = ViTConfig.Read(golden.Config);
        var withTeacher = new DeiTForImageClassificationWithTeacher(config, golden.Config.Labels().Count);
        golden.LoadInto(withTeacher.Parameters);
        var model = new DeiTForImageClassification(config, golden.Config.Labels().Count);
        foreach (var (name, parameter) in model.Parameters.All)
        {
            var source = name.StartsWith("classifier", StringComparison.Ordinal) ? $"cls_{name}" : name;
            withTeacher.Parameters[source].Data.CopyTo(parameter.Data);
        }

        golden.CheckOutput("cls_logits", model.Classify(Images(golden, "pixel_values")).Data);
    }

    [Theory]
    [InlineData("dinov2_imgcls")]
    [InlineData("dinov2_registers")]
    public void DINOv2_agrees_in_logits_loss_attentions_and_every_gradient(string name)
    {
        using var golden = new Golden(name);
        var model = Dinov2(golden);
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

    [Theory]
    [InlineData("dinov2_imgcls")]
    [InlineData("dinov2_registers")]
    public void DINOv2_agrees_on_images_of_another_size(string name)
    {
        using var golden = new Golden(name);
        var recorder = new AttentionRecorder();

        var logits = Dinov2(golden).Classify(Images(golden, "interp.pixel_values"), recorder, resizesPositions: true);

        golden.CheckOutput("interp.logits", logits.Data);
        golden.CheckOutput("interp.hidden_states.0", recorder.HiddenStates[0]);
    }

    [Theory]
    [InlineData("dinov2_imgcls")]
    [InlineData("dinov2_registers")]
    public void The_last_hidden_state_of_DINOv2_is_normalised_and_its_class_token_the_pooled_output(string name)
    {
        using var golden = new Golden(name);
        var model = Dinov2(golden);
        var shape = golden.Shape("last_hidden_state"); // [batch, tokens, modelDim]

        var hidden = model.Dinov2.Forward(Images(golden, "pixel_values"));

        golden.CheckOutput("last_hidden_state", hidden.Data);
        int[] first = [.. Enumerable.Range(0, shape[0]).Select(image => image * shape[1])];
        golden.CheckOutput("pooler_output", Op.SelectRows(hidden, first).Data);
    }

    private static Dinov2ForImageClassification Dinov2(Golden golden)
    {
        var model = new Dinov2ForImageClassification(Dinov2Config.Read(golden.Config), golden.Config.Labels().Count);
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

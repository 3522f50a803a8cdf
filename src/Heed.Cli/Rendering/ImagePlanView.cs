using Heed.Cli.Options;
using Heed.Pipelines.ImageClassification;
using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>What was chosen from the pictures, before training begins.</summary>
internal static class ImagePlanView
{
    public static void Write(IAnsiConsole console, ImageClassifierPlan plan, int numClasses)
    {
        var model = plan.Model;
        var (pooling, positions) = (Parse.NameOf(model.Pooling), Parse.NameOf(model.Positions));
        console.WriteTitle("Plan");
        console.WriteLine(
            $"  model       Vision Transformer, {model.NumLayers} layers, {model.ModelDim} wide, {model.NumHeads} heads, feed-forward {model.HiddenDim}; {Words.Count(model.CountParameters(numClasses))} parameters");
        console.WriteLine(
            $"  input       {model.ImageSize} pixels, {model.Grid} tokens made by {ImagePlanWords.Tokens(model)}{(model.NumRegisters > 0 ? $", {Words.Plural(model.NumRegisters, "register")}" : "")}; pooling {pooling}, positions {positions}");
        console.WriteLine(
            $"  training    {Words.Plural(plan.Epochs, "epoch")}{(plan.Patience > 0 ? $" (patience {plan.Patience})" : "")}, batches of {plan.BatchSize}, {plan.Optimizer} at a learning rate of {Words.Rate(plan.LearningRate)}");
        console.WriteLine($"  pictures    {ImagePlanWords.Changes(plan)}");
        console.WriteLine(
            $"  restraint   dropout {model.HiddenDropout}, stochastic depth {model.StochasticDepth}, weight decay {plan.WeightDecay}, label smoothing {plan.LabelSmoothing}, running average {plan.AverageDecay}");
        console.WriteLine();
    }
}

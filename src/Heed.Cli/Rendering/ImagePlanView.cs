using Heed.Pipelines.ImageClassification;
using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>What was chosen from the pictures, before training begins.</summary>
internal static class ImagePlanView
{
    public static void Write(IAnsiConsole console, ImageClassifierPlan plan)
    {
        console.WriteTitle("Plan");
        console.WriteLine(
            $"  training    {Words.Plural(plan.Epochs, "epoch")}{(plan.Patience > 0 ? $" (patience {plan.Patience})" : "")}, batches of {plan.BatchSize}, learning rate {plan.LearningRate}");
        console.WriteLine($"  restraint   weight decay {plan.WeightDecay}, label smoothing {plan.LabelSmoothing}");
        console.WriteLine();
    }
}

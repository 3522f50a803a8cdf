using Heed.Pipelines.Classification;
using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>What was chosen from the data, before training begins.</summary>
internal static class PlanView
{
    public static void Write(IAnsiConsole console, TextClassifierPlan plan)
    {
        var family = plan.Family == EncoderFamily.Bert ? "BERT" : "ModernBERT";
        console.WriteTitle("Plan");
        console.WriteLine($"  model       {family}, {plan.NumLayers} layers, {plan.ModelDim} wide, {plan.NumHeads} heads, feed-forward {plan.HiddenDim}");
        console.WriteLine($"  text        at most {Words.Count(plan.VocabularySize)} word pieces, the first {plan.MaxLength} tokens of a text");
        if (plan.PretrainingEpochs > 0)
        {
            console.WriteLine($"  warm-up     {Words.Plural(plan.PretrainingEpochs, "epoch")} of guessing hidden tokens, learning rate {Words.Rate(plan.PretrainingLearningRate)}");
        }

        console.WriteLine(
            $"  training    {Words.Plural(plan.Epochs, "epoch")}{(plan.Patience > 0 ? $" (patience {plan.Patience})" : "")}, batches of {plan.BatchSize}, learning rate {Words.Rate(plan.LearningRate)}");
        if (plan.SoftLabelShare > 0 || plan.PieceShare > 0)
        {
            console.WriteLine(
                $"  teacher     the simple model's opinion is {Words.Percent(plan.SoftLabelShare)} of a target, and all of it for pieces of texts ({Words.Percent(plan.PieceShare)} of the examples)");
        }

        console.WriteLine(
            $"  restraint   dropout {plan.Dropout}, hidden tokens {plan.TokenDropout}, weight decay {plan.WeightDecay}, label smoothing {plan.LabelSmoothing}");
        console.WriteLine();
    }
}

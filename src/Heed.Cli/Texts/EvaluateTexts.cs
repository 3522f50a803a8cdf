using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Cli.Verbs;
using Heed.Pipelines.Classification;

namespace Heed.Cli.Texts;

/// <summary>Measures a text classifier on labelled texts.</summary>
internal static class EvaluateTexts
{
    public static int Run(Invocation invocation)
    {
        var classifier = TextClassifier.Load(invocation.Get(SharedOptions.Model));
        var examples = LabelledFile.Read(
            invocation.Get(EvaluateVerb.Data), DataOptions.Columns(invocation), invocation.Cancellation, classifier.Labels, "the model does not know");
        var report = classifier.Evaluate(examples, invocation.Cancellation);
        if (invocation.IsJson)
        {
            invocation.Terminal.Output.WriteLine(JsonText.Of(EvaluationJson.Of(report)));
        }
        else
        {
            EvaluationView.Write(invocation.Terminal.Result, report, Subject.Text);
        }

        if (report.Truncated > 0)
        {
            invocation.Terminal.Warn(Words.Truncated(report.Truncated, examples.Count, classifier.MaxLength));
        }

        return ExitCode.Done;
    }
}

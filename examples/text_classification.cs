// Text classification: a small transformer learns which reviews praise and which blame, and shows at which words it looked.
//
//     dotnet run examples/text_classification.cs
//
// The way of a text through the model:
//
//     "not bad"  ->  tokens  ->  vectors  ->  attention and feed-forward, twice  ->  their mean  ->  a score a label
//      words         [n]         [n, 128]     [n, 128] -> [n, 128]                   [128]           [2]
#:project ../src/Heed.Pipelines/Heed.Pipelines.csproj
#:project ../src/Heed.Figures/Heed.Figures.csproj
using Heed.Figures;
using Heed.Figures.Analysis;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Samples;
using Heed.Training;

// Built-in reviews. Good and bad words stand in both kinds: what counts is what "not", "but" or "anything but" refer to. So counting
// words does not help, and attending to the right ones does. The test reviews have pairings and sentence patterns of their own.
// From a file of yours with the columns text and label: [.. TextData.Read("reviews.csv")], in place of reviews.Train.
var reviews = ReviewSamples.Generate();
Console.WriteLine($"{reviews.Train.Count:N0} reviews to learn from, {reviews.Test.Count:N0} to be tested on. Two of them:");
Console.WriteLine($"  {reviews.Train[2].Label}: {reviews.Train[2].Text}");
Console.WriteLine($"  {reviews.Train[1].Label}: {reviews.Train[1].Text}");

// Train: words are cut into tokens of a vocabulary learnt from the texts, then the model reads all reviews six times, in batches of
// 32, and after each batch moves its weights a little so that the right label becomes more probable: loss = -log p(right label).
var options = new TextClassifierOptions
{
    Preset = ModelPreset.Tiny,          // 2 layers of 4 heads, 128 wide
    VocabularySize = 2_000,
    Epochs = 6,
    BatchSize = 32,
    PretrainingEpochs = 0,              // texts of ten words and a handful of patterns need none of what helps with real ones
    TokenDropout = 0,
    Adjust = plan => plan with { SoftLabelShare = 0, PieceShare = 0 },
};
Console.WriteLine();
Console.WriteLine("Training; the mean loss of each pass over the reviews:");
var classifier = TextClassifier.Train(reviews.Train, reviews.Validation, options, new Passes());
Console.WriteLine($"{classifier.NumParameters:N0} weights have been learnt.");

// Evaluate: on reviews that it never saw, beside a simpler model that counts words and pairs of words. (A ~ marks what differs a little
// from one kind of processor to another; on yours it is the same in every run.)
var scores = classifier.Evaluate(reviews.Test);
Console.WriteLine();
Console.WriteLine($"Right on the test reviews: ~{scores.Metrics.Accuracy:P1} (counting words and pairs of words: ~{scores.Baseline!.Accuracy:P1})");

// Predict: sentences that stand in no data set.
string[] sentences =
[
    "The thriller is not without charm.",
    "The acting is superb, but the film is a mess.",
    "It would have been a wonderful movie in other hands.",
    "I expected it to be dull, but it was anything but.",       // Change this line: write a review of your own.
];
Console.WriteLine();
foreach (var prediction in classifier.Predict(sentences))
{
    Console.WriteLine($"{prediction.Label} (~{prediction.Score:P0}): {prediction.Input}");
}

// Explain: how much of each word can have reached the answer? Attention weights A of all layers, multiplied, with half of each row
// staying where it is (attention rollout, Abnar and Zuidema 2020): rollout = A_2' A_1', A_l' = (mean over heads of A_l + I) / 2.
// It says where the model looked, which is less than why it decided.
var explanation = classifier.Explain(sentences[^1]);
var example = new ExplainedText(
    explanation.Text,
    new AttentionMaps(explanation.Encoded.Tokens, explanation.Encoded.Words, explanation.NumLayers, explanation.NumHeads, explanation.Weights.SelectMany(layer => layer).ToArray()),
    [.. explanation.Prediction.Scores.Select(score => new ScoredLabel(score.Label, score.Score))],
    [.. explanation.Encoded.Spans.Select(span => new TokenSpan(span.Start, span.Length))])
{
    ReadOut = ReadOut.Mean,             // the answer is read off the mean of all tokens
};
Console.WriteLine();
Console.WriteLine("Where it looked in the last one:");
foreach (var word in WordShare.Of(example))
{
    Console.WriteLine($"  {word.Text,-10} ~{word.Share:P0}");
}

Console.WriteLine();
TokenStrip.Draw(example).Save("text_classification.svg");
Console.WriteLine("Picture: text_classification.svg, in this folder");

/// <summary>Prints the loss of each pass when it ends.</summary>
internal sealed class Passes : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.FinishedEpoch is { } pass)
        {
            Console.WriteLine($"  pass {pass.Epoch} of {value.Epochs}: ~{pass.TrainLoss:F2}");
        }
    }
}

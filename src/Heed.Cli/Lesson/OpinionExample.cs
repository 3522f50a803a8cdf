using Heed.Attention;
using Heed.Autograd;
using Heed.Figures;
using Heed.Figures.Lesson;
using Heed.Layers;

namespace Heed.Cli.Lesson;

/// <summary>
/// A classifier of short opinions that reads a sentence with one learned query: a soft lookup. What it attends to it has learned
/// from the labels alone; nobody tells it which words carry the opinion.
/// </summary>
internal sealed class OpinionExample
{
    public const string Sentence = "the music was wonderful but the story was weak";

    private const int Dim = 8;
    private const int Batch = 32;
    private const int Steps = 200;

    private static readonly string[] Nouns = ["film", "music", "story", "ending", "cast"];
    private static readonly (string Word, int Worth)[] Opinions =
    [
        ("wonderful", 2), ("brilliant", 2), ("nice", 1), ("clever", 1), ("long", 0), ("new", 0), ("weak", -1), ("slow", -1), ("awful", -2), ("dreadful", -2),
    ];

    private static readonly string[] Words = ["the", "was", "but", "and", .. Nouns, .. Opinions.Select(opinion => opinion.Word)];

    private readonly ParameterSet parameters;
    private readonly Embedding embedding;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear classifier;
    private readonly Tensor query;

    private OpinionExample(int seed)
    {
        parameters = new ParameterSet((ulong)seed);
        embedding = new Embedding(parameters.Root["embedding"], Words.Length, Dim, standardDeviation: 0.5f);
        key = new Linear(parameters.Root["key"], Dim, Dim, standardDeviation: 0.3f);
        value = new Linear(parameters.Root["value"], Dim, Dim, standardDeviation: 0.3f);
        classifier = new Linear(parameters.Root["classifier"], Dim, 2, standardDeviation: 0.3f);
        query = parameters.Root.Parameter("query", Initializer.Normal(0.5f), 1, Dim);
    }

    public static SoftLookup Compute(int seed, CancellationToken cancellation)
    {
        var model = new OpinionExample(seed);
        var random = new Random(seed);
        SmallTraining.Run(model.parameters, Steps, rate: 0.02, _ => model.Loss(random), cancellation);
        return model.Read(Sentence.Split(' '));
    }

    private Tensor Loss(Random random)
    {
        var (ids, labels) = (new List<int>(), new int[Batch]);
        for (var i = 0; i < Batch; i++)
        {
            (var sentence, labels[i]) = Write(random);
            ids.AddRange(sentence.Select(Id));
        }

        var x = embedding.Forward([.. ids]); // [batch * n, dim]
        var one = Op.SelectRows(query, new int[Batch]); // [batch, dim]: the same query for every sentence
        var heads = new AttentionHeads { NumHeads = 1, Queries = Sequences.Uniform(Batch, 1), Keys = Sequences.Uniform(Batch, ids.Count / Batch) };
        return Op.CrossEntropy(classifier.Forward(FusedAttention.Apply(one, key.Forward(x), value.Forward(x), heads)), labels, labelSmoothing: 0.1f);
    }

    private SoftLookup Read(string[] words)
    {
        var x = embedding.Forward([.. words.Select(Id)]); // [n, dim]
        var (k, v) = (key.Forward(x), value.Forward(x));  // [n, dim]
        var scores = Op.Scale(Op.Linear(query, k), 1 / MathF.Sqrt(Dim)); // [1, dim] x [n, dim]^T -> [1, n]
        var weights = Op.Softmax(scores);
        var output = Op.MatMul(weights, v); // [1, n] x [n, dim] -> [1, dim]
        var probabilities = TensorMatrix.Probabilities(classifier.Forward(output));
        return new SoftLookup
        {
            Words = words,
            Query = query.ToMatrix(),
            Keys = k.ToMatrix(),
            Values = v.ToMatrix(),
            Scores = scores.ToMatrix(),
            Weights = weights.ToMatrix(),
            Output = output.ToMatrix(),
            Prediction = [new ScoredLabel("negative", probabilities[0]), new ScoredLabel("positive", probabilities[1])],
        };
    }

    // Two clauses; the stronger opinion decides.
    private static (string[] Sentence, int Label) Write(Random random)
    {
        var (first, second) = (Opinions[0], Opinions[0]);
        do
        {
            (first, second) = (Opinions[random.Next(Opinions.Length)], Opinions[random.Next(Opinions.Length)]);
        }
        while (first.Worth + second.Worth == 0);

        var joint = first.Worth * second.Worth < 0 ? "but" : "and";
        return (
            ["the", Pick(Nouns, random), "was", first.Word, joint, "the", Pick(Nouns, random), "was", second.Word],
            first.Worth + second.Worth > 0 ? 1 : 0);
    }

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];

    private static int Id(string word) => Array.IndexOf(Words, word);
}

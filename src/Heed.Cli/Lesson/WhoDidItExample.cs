using Heed.Attention;
using Heed.Autograd;
using Heed.Figures;
using Heed.Figures.Lesson;
using Heed.Layers;

namespace Heed.Cli.Lesson;

/// <summary>
/// One head of self-attention that answers a question at every token: at a verb, which of the two nouns does it (animals eat,
/// machines beep); at any other token, the token itself. The verb can only know by looking at the nouns.
/// </summary>
internal sealed class WhoDidItExample
{
    public const string Sentence = "the cat saw the robot beep";

    private const int Dim = 8;
    private const int Batch = 32;
    private const int Steps = 300;

    private static readonly string[] Animals = ["cat", "dog", "horse", "mouse"];
    private static readonly string[] Machines = ["robot", "phone", "clock", "radio"];
    private static readonly string[] Verbs = ["eat", "beep"];
    private static readonly string[] Words = ["the", "saw", "heard", .. Verbs, .. Animals, .. Machines];

    private readonly ParameterSet parameters;
    private readonly Embedding embedding;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear classifier;

    private WhoDidItExample(int seed)
    {
        parameters = new ParameterSet((ulong)seed);
        embedding = new Embedding(parameters.Root["embedding"], Words.Length, Dim, standardDeviation: 0.7f);
        query = Projection("query");
        key = Projection("key");
        value = Projection("value");
        classifier = new Linear(parameters.Root["classifier"], Dim, Words.Length, standardDeviation: 0.3f);

        Linear Projection(string name) => new(parameters.Root[name], Dim, Dim, hasBias: false, standardDeviation: 0.3f);
    }

    public static SelfAttentionFlow Compute(int seed, CancellationToken cancellation)
    {
        var model = new WhoDidItExample(seed);
        var random = new Random(seed);
        SmallTraining.Run(model.parameters, Steps, rate: 0.03, _ => model.Loss(random), cancellation);
        return model.Read(Sentence.Split(' '));
    }

    private Tensor Loss(Random random)
    {
        var (ids, targets) = (new List<int>(), new List<int>());
        for (var i = 0; i < Batch; i++)
        {
            var (sentence, doer) = Write(random);
            ids.AddRange(sentence.Select(Id));
            targets.AddRange([.. sentence[..^1].Select(Id), Id(doer)]);
        }

        var x = embedding.Forward([.. ids]); // [batch * n, dim]
        var heads = new AttentionHeads { NumHeads = 1, Queries = Sequences.Uniform(Batch, ids.Count / Batch) };
        var output = FusedAttention.Apply(query.Forward(x), key.Forward(x), value.Forward(x), heads);
        return Op.CrossEntropy(classifier.Forward(output), [.. targets]);
    }

    private SelfAttentionFlow Read(string[] tokens)
    {
        var x = embedding.Forward([.. tokens.Select(Id)]); // [n, dim]
        var (q, k, v) = (query.Forward(x), key.Forward(x), value.Forward(x)); // [n, dim]
        var scores = Op.Scale(Op.Linear(q, k), 1 / MathF.Sqrt(Dim)); // [n, dim] x [n, dim]^T -> [n, n]
        var weights = Op.Softmax(scores);
        var output = Op.MatMul(weights, v); // [n, n] x [n, dim] -> [n, dim]
        var last = tokens.Length - 1;
        var answers = TensorMatrix.Probabilities(classifier.Forward(output.Slice(last, last + 1)));
        var best = Array.IndexOf(answers, answers.Max());
        return new SelfAttentionFlow
        {
            Tokens = tokens,
            Input = x.ToMatrix(),
            Queries = q.ToMatrix(),
            Keys = k.ToMatrix(),
            Values = v.ToMatrix(),
            Scores = scores.ToMatrix(),
            Weights = weights.ToMatrix(),
            Output = output.ToMatrix(),
            Marked = last,
            Answer = new ScoredLabel(Words[best], answers[best]),
        };
    }

    private static (string[] Sentence, string Doer) Write(Random random)
    {
        var (animal, machine) = (Pick(Animals, random), Pick(Machines, random));
        var (first, second) = random.Next(2) == 0 ? (animal, machine) : (machine, animal);
        var verb = Pick(Verbs, random);
        return (["the", first, random.Next(2) == 0 ? "saw" : "heard", "the", second, verb], verb == "eat" ? animal : machine);
    }

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];

    private static int Id(string word) => Array.IndexOf(Words, word);
}

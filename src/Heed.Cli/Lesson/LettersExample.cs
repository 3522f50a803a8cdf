using Heed.Attention;
using Heed.Autograd;
using Heed.Figures.Lesson;
using Heed.Layers;

namespace Heed.Cli.Lesson;

/// <summary>
/// One layer of attention with four heads over letters that each stand twice in a sequence. Every place has four questions to
/// answer at once: the letter before, the letter after, the first letter, and where this letter stands a second time. One head cannot
/// look at four places sharply, so the heads share the work out among them; who does what nobody tells them.
/// </summary>
internal sealed class LettersExample
{
    public const string Sequence = "CABDACDB";

    private const int NumHeads = 4;
    private const int Dim = 32;
    private const int Letters = 4;
    private const int Length = 2 * Letters;
    private const int Batch = 64;
    private const int Steps = 1000;

    private readonly ParameterSet parameters;
    private readonly Embedding letters;
    private readonly Tensor positions;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear output;
    private readonly Linear[] answers;

    private LettersExample(int seed)
    {
        parameters = new ParameterSet((ulong)seed);
        letters = new Embedding(parameters.Root["letters"], Letters, Dim, standardDeviation: 0.5f);
        positions = parameters.Root.Parameter("positions", Initializer.Normal(0.5f), Length, Dim);
        query = Square("query");
        key = Square("key");
        value = Square("value");
        output = Square("output");
        answers = [Answer("before", Letters), Answer("after", Letters), Answer("first", Letters), Answer("twin", Length)];

        Linear Square(string name) => new(parameters.Root[name], Dim, Dim, hasBias: false, standardDeviation: 0.06f);
        Linear Answer(string name, int classes) => new(parameters.Root[name], Dim, classes, standardDeviation: 0.18f);
    }

    public static MultiHeadFlow Compute(int seed, CancellationToken cancellation)
    {
        var model = new LettersExample(seed);
        var random = new Random(seed);
        SmallTraining.Run(model.parameters, Steps, rate: 0.02, _ => model.Loss(random), cancellation);
        return model.Read([.. Sequence.Select(letter => letter - 'A')]);
    }

    private Tensor Loss(Random random)
    {
        var ids = new int[Batch * Length];
        for (var i = 0; i < Batch; i++)
        {
            int[] shuffled = [.. Enumerable.Range(0, Length).Select(place => place / 2)];
            random.Shuffle(shuffled);
            shuffled.CopyTo(ids, i * Length);
        }

        var (q, k, v) = Project(Input(ids));
        var heads = new AttentionHeads { NumHeads = NumHeads, Queries = Sequences.Uniform(Batch, Length) };
        var y = output.Forward(FusedAttention.Apply(q, k, v, heads)); // [batch * n, dim]
        int[] places = [.. Enumerable.Range(0, ids.Length)];
        int[][] targets =
        [
            [.. places.Select(i => i % Length == 0 ? -100 : ids[i - 1])],
            [.. places.Select(i => i % Length == Length - 1 ? -100 : ids[i + 1])],
            [.. places.Select(i => ids[i - (i % Length)])],
            [.. places.Select(i => Twin(ids.AsSpan(i - (i % Length), Length), i % Length))],
        ];
        return answers.Select((answer, i) => Op.CrossEntropy(answer.Forward(y), targets[i])).Aggregate(Op.Add);
    }

    private MultiHeadFlow Read(int[] ids)
    {
        var recorder = new AttentionRecorder();
        var x = Input(ids); // [n, dim]
        var (q, k, v) = Project(x);
        var concatenated = FusedAttention.Apply(q, k, v, new AttentionHeads { NumHeads = NumHeads, Queries = Sequences.OfLengths(Length) }, recorder);
        var maps = recorder.Layers[0].Sequences[0].Chunk(Length * Length).Select(map => new Matrix(Length, Length, map)).ToArray();
        return new MultiHeadFlow
        {
            Tokens = [.. ids.Select(id => ((char)('A' + id)).ToString())],
            Input = x.ToMatrix(),
            Queries = q.ToMatrix(),
            Keys = k.ToMatrix(),
            Values = v.ToMatrix(),
            Weights = maps,
            Concatenated = concatenated.ToMatrix(),
            Output = output.Forward(concatenated).ToMatrix(),
            HeadNames = [.. maps.Select(map => HeadHabit.Of(map, ids))],
        };
    }

    private static int Twin(ReadOnlySpan<int> sequence, int place)
    {
        for (var i = 0; i < sequence.Length; i++)
        {
            if (i != place && sequence[i] == sequence[place])
            {
                return i;
            }
        }

        return -100;
    }

    private Tensor Input(int[] ids) => Op.AddToEach(letters.Forward(ids), positions);

    private (Tensor Query, Tensor Key, Tensor Value) Project(Tensor x) => (query.Forward(x), key.Forward(x), value.Forward(x));
}

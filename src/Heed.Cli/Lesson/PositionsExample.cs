using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Figures.Lesson;
using Heed.Layers;

namespace Heed.Cli.Lesson;

/// <summary>
/// A small encoder that fills gaps in walks over a line of symbols: from place to place a walk goes one symbol up or down, or
/// stays. A gap is best guessed from its neighbours, so the learned vectors of near positions have reason to be alike.
/// </summary>
internal sealed class PositionsExample
{
    private const int Length = 32;
    private const int Dim = 32;
    private const int Symbols = 24;
    private const int Gap = Symbols;
    private const int Batch = 32;
    private const int Steps = 400;

    private readonly ParameterSet parameters;
    private readonly Embedding symbols;
    private readonly Tensor positions;
    private readonly TransformerBlock block;
    private readonly Linear answer;

    private PositionsExample(int seed)
    {
        parameters = new ParameterSet((ulong)seed);
        symbols = new Embedding(parameters.Root["symbols"], Symbols + 1, Dim, standardDeviation: 0.3f);
        positions = parameters.Root.Parameter("positions", Initializer.Normal(0.1f), Length, Dim);
        block = TransformerBlock.Create(
            parameters.Root["block"],
            new TransformerOptions { ModelDim = Dim, NumHeads = 2, HiddenDim = 2 * Dim, NormPlacement = NormPlacement.Pre, InitialDeviation = 0.1f });
        answer = new Linear(parameters.Root["answer"], Dim, Symbols, standardDeviation: 0.1f);
    }

    public static PositionalEncodings Compute(int seed, CancellationToken cancellation)
    {
        var model = new PositionsExample(seed);
        var random = new Random(seed);
        SmallTraining.Run(model.parameters, Steps, rate: 0.01, _ => model.Loss(random), cancellation);
        return new PositionalEncodings { Sinusoidal = SinusoidalPositions.Interleaved(Length, Dim).ToMatrix(), Learned = model.positions.ToMatrix() };
    }

    private Tensor Loss(Random random)
    {
        var (ids, targets) = (new int[Batch * Length], new int[Batch * Length]);
        Array.Fill(targets, -100);
        var symbol = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            symbol = i % Length == 0 ? random.Next(Symbols) : Math.Clamp(symbol + random.Next(-1, 2), 0, Symbols - 1);
            ids[i] = symbol;
            if (random.Next(4) == 0)
            {
                (ids[i], targets[i]) = (Gap, symbol);
            }
        }

        var x = Op.AddToEach(symbols.Forward(ids), positions); // [batch * n, dim]
        return Op.CrossEntropy(answer.Forward(block.Forward(x, Sequences.Uniform(Batch, Length))), targets);
    }
}

using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Training;

/// <summary>
/// A running average of the weights, which often predicts better than the last ones:
/// average = d average + (1 - d) weights after every step, where d = min(decay, (1 + n) / (10 + n)) and n counts the updates from 0, so that
/// the first, random weights are soon forgotten.
/// </summary>
/// <remarks>Polyak and Juditsky 1992, Acceleration of stochastic approximation by averaging; the rising d is TensorFlow's.</remarks>
public sealed class ExponentialMovingAverage
{
    private const int PieceLength = 1024;

    private readonly List<(string Name, Tensor Parameter, Tensor Average)> averages = [];
    private readonly Tensor updates = Tensor.Zeros();
    private readonly float decay;

    /// <param name="parameters">What is averaged, by name; the average begins at their present values.</param>
    /// <param name="decay">In [0, 1): the share of the old average that each update keeps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of its range.</exception>
    public ExponentialMovingAverage(IEnumerable<KeyValuePair<string, Tensor>> parameters, float decay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decay);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(decay, 1f);
        this.decay = decay;
        foreach (var (name, parameter) in parameters)
        {
            averages.Add((name, parameter, Tensor.From(parameter.Data, parameter.Shape)));
        }
    }

    /// <summary>Whether the parameters hold the average now, and the average's place the weights of training.</summary>
    public bool IsSwapped { get; private set; }

    /// <summary>What has to be saved to go on later: the number of updates and the averages.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State => [("updates", updates), .. averages.Select(entry => (entry.Name, entry.Average))];

    /// <summary>Moves the average towards the weights, after a step of the optimizer.</summary>
    /// <exception cref="InvalidOperationException">The average is swapped in.</exception>
    public void Update()
    {
        if (IsSwapped)
        {
            throw new InvalidOperationException("The parameters hold the average: swap it out before the next step of training.");
        }

        var count = updates.Data[0]++;
        var kept = Math.Min(decay, (1 + count) / (10 + count));
        foreach (var (_, parameter, average) in averages)
        {
            VectorKernel.MoveTowards(parameter.Data, 1 - kept, average.Data);
        }
    }

    /// <summary>Exchanges weights and average: once to predict with the average, and again to go on training.</summary>
    public void Swap()
    {
        IsSwapped = !IsSwapped;
        Span<float> buffer = stackalloc float[PieceLength];
        foreach (var (_, parameter, average) in averages)
        {
            var left = parameter.Data;
            var right = average.Data;
            while (left.Length > 0)
            {
                var piece = buffer[..Math.Min(PieceLength, left.Length)];
                left[..piece.Length].CopyTo(piece);
                right[..piece.Length].CopyTo(left);
                piece.CopyTo(right);
                left = left[piece.Length..];
                right = right[piece.Length..];
            }
        }
    }
}

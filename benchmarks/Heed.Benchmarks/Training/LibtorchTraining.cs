using Heed.Benchmarks.Models;
using Heed.Benchmarks.Peers;
using static TorchSharp.torch;

namespace Heed.Benchmarks.Training;

/// <summary>A step of training with libtorch's autograd and its fused AdamW.</summary>
internal sealed class LibtorchTraining : TrainingContender
{
    // torch.optim.AdamW of TorchSharp is a loop of elementwise operators; the fused step is within TorchScript's reach alone.
    private static readonly jit.CompilationUnit Script = jit.compile("""
        def adamw(params: List[Tensor], grads: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor], rate: float, decay: float):
            none: List[Tensor] = []
            torch._foreach_add_(steps, 1)
            torch._fused_adamw_(params, grads, means, squares, none, steps, lr=rate, beta1=0.9, beta2=0.999, weight_decay=decay, eps=1e-8, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)

        """);

    private readonly LibtorchWeights weights;
    private readonly Func<Tensor> loss;
    private readonly Group[] groups;

    /// <param name="weights">What is learnt.</param>
    /// <param name="loss">The loss of the batch.</param>
    /// <param name="form">Which way, where there are several.</param>
    public LibtorchTraining(LibtorchWeights weights, Func<Tensor> loss, string form = "")
        : base(Libraries.Libtorch, form)
    {
        (this.weights, this.loss) = (weights, loss);
        groups = [new Group(weights, isMatrix: true), new Group(weights, isMatrix: false)];
    }

    public override void Run()
    {
        using var scope = NewDisposeScope();
        foreach (var entry in weights.All)
        {
            entry.Tensor.grad = null;
        }

        var mean = loss();
        Loss = mean.item<float>();
        mean.backward();
        using var none = no_grad();
        foreach (var group in groups)
        {
            group.Step();
        }
    }

    public override IReadOnlyDictionary<string, float[]> Gradients()
    {
        using var scope = NewDisposeScope();
        var gradients = new Dictionary<string, float[]>();
        foreach (var entry in weights.All)
        {
            var gradient = entry.IsTurned ? entry.Tensor.grad!.t().contiguous() : entry.Tensor.grad!.contiguous();
            var values = gradient.data<float>().ToArray();
            foreach (var (name, part) in entry.Names.Zip(values.Chunk(values.Length / entry.Names.Length)))
            {
                gradients.Add(name, part);
            }
        }

        return gradients;
    }

    public override void Dispose()
    {
        foreach (var group in groups)
        {
            group.Dispose();
        }

        weights.Dispose();
    }

    /// <summary>Parameters of the same decay: matrices do, vectors do not.</summary>
    private sealed class Group : IDisposable
    {
        private readonly Tensor[] parameters;
        private readonly Tensor[] means;
        private readonly Tensor[] squares;
        private readonly Tensor[] steps;
        private readonly double decay;

        public Group(LibtorchWeights weights, bool isMatrix)
        {
            parameters = [.. weights.All.Select(entry => entry.Tensor).Where(tensor => tensor.dim() > 1 == isMatrix)];
            means = [.. parameters.Select(parameter => zeros_like(parameter))];
            squares = [.. parameters.Select(parameter => zeros_like(parameter))];
            steps = [.. parameters.Select(_ => zeros(1))];
            decay = isMatrix ? WeightDecay : 0;
        }

        public void Step() =>
            Script.invoke("adamw", parameters, parameters.Select(parameter => parameter.grad!).ToArray(), means, squares, steps, LearningRate, decay);

        public void Dispose()
        {
            foreach (var tensor in means.Concat(squares).Concat(steps))
            {
                tensor.Dispose();
            }
        }
    }
}

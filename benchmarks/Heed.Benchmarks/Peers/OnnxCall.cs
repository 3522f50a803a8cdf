using Microsoft.ML.OnnxRuntime;

namespace Heed.Benchmarks.Peers;

/// <summary>A session with its inputs and outputs in pinned memory of ours, so that a run neither copies nor allocates them.</summary>
internal sealed class OnnxCall(OnnxGraph graph) : IDisposable
{
    private readonly InferenceSession session = OnnxRuntimePeer.Open(graph.ToModel());
    private readonly RunOptions options = new();
    private readonly List<(string Name, OrtValue Value)> inputs = [];
    private readonly List<(string Name, OrtValue Value, Array Memory)> outputs = [];
    private OrtIoBinding? binding;

    public OnnxCall Bind<T>(string name, T[] values, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        inputs.Add((name, OrtValue.CreateTensorValueFromMemory(values, shape.ToArray())));
        return this;
    }

    public OnnxCall BindOutput<T>(string name, T[] memory, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        outputs.Add((name, OrtValue.CreateTensorValueFromMemory(memory, shape.ToArray()), memory));
        return this;
    }

    public void Run()
    {
        if (binding is null)
        {
            binding = session.CreateIoBinding();
            inputs.ForEach(input => binding.BindInput(input.Name, input.Value));
            outputs.ForEach(output => binding.BindOutput(output.Name, output.Value));
        }

        session.RunWithBinding(options, binding);
    }

    public T[] Output<T>(string name)
        where T : unmanaged => (T[])outputs.First(output => output.Name == name).Memory;

    public void Dispose()
    {
        binding?.Dispose();
        inputs.ForEach(input => input.Value.Dispose());
        outputs.ForEach(output => output.Value.Dispose());
        options.Dispose();
        session.Dispose();
    }
}

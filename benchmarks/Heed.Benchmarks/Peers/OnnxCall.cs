using Microsoft.ML.OnnxRuntime;

namespace Heed.Benchmarks.Peers;

/// <summary>A session with its inputs and outputs in pinned memory of ours, so that a run neither copies nor allocates them.</summary>
internal sealed class OnnxCall : IDisposable
{
    private readonly InferenceSession session;
    private readonly bool ownsSession;
    private readonly RunOptions options = new();
    private readonly List<OrtValue> values = [];
    private readonly Dictionary<string, Array> outputs = [];
    private readonly OrtIoBinding binding;

    public OnnxCall(OnnxGraph graph)
        : this(OnnxRuntimePeer.Open(graph.ToModel()), ownsSession: true)
    {
    }

    private OnnxCall(InferenceSession session, bool ownsSession)
    {
        this.session = session;
        this.ownsSession = ownsSession;
        binding = session.CreateIoBinding();
    }

    /// <summary>Another call of the same session, with inputs and outputs of its own. To be disposed before this one.</summary>
    public OnnxCall Another() => new(session, ownsSession: false);

    public OnnxCall Bind<T>(string name, T[] memory, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        binding.BindInput(name, Pin(memory, shape));
        return this;
    }

    public OnnxCall BindOutput<T>(string name, T[] memory, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        binding.BindOutput(name, Pin(memory, shape));
        outputs.Add(name, memory);
        return this;
    }

    public void Run() => session.RunWithBinding(options, binding);

    public T[] Output<T>(string name)
        where T : unmanaged => (T[])outputs[name];

    public void Dispose()
    {
        binding.Dispose();
        values.ForEach(value => value.Dispose());
        options.Dispose();
        if (ownsSession)
        {
            session.Dispose();
        }
    }

    private OrtValue Pin<T>(T[] memory, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var value = OrtValue.CreateTensorValueFromMemory(memory, shape.ToArray());
        values.Add(value);
        return value;
    }
}

using Microsoft.ML.OnnxRuntime.Tensors;

namespace Heed.Benchmarks.Peers;

/// <summary>An ONNX model under construction (onnx.proto, IR version 10): nodes in the order in which they run.</summary>
internal sealed class OnnxGraph
{
    /// <summary>The domain of ONNX Runtime's own operators.</summary>
    public const string Microsoft = "com.microsoft";

    private const int IrVersion = 10;
    private const int OpsetVersion = 21;
    private readonly ProtoMessage graph = new ProtoMessage().Add(2, "graph");
    private int names;

    /// <param name="shape">The axes; -1 where the length is left open.</param>
    public string Input(string name, TensorElementType type, params ReadOnlySpan<long> shape) => Declare(11, name, type, shape);

    /// <param name="shape">The axes; -1 where the length is left open.</param>
    public string Output(string name, TensorElementType type, params ReadOnlySpan<long> shape) => Declare(12, name, type, shape);

    /// <summary>Values that are part of the model, such as weights.</summary>
    public string Constant(float[] values, params ReadOnlySpan<long> shape) => Constant(TensorElementType.Float, values, shape);

    /// <summary>Values that are part of the model, such as axes.</summary>
    public string Constant(long[] values, params ReadOnlySpan<long> shape) => Constant(TensorElementType.Int64, values, shape);

    /// <summary>Adds a node with one output, whose name it returns.</summary>
    /// <param name="inputs">Their names; empty for an optional one that is left out.</param>
    public string Node(string type, string domain, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var output = NewName();
        Node(type, domain, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node.</summary>
    /// <param name="inputs">Their names; empty for an optional one that is left out.</param>
    /// <param name="outputs">Their names.</param>
    public void Node(string type, string domain, ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtoMessage();
        foreach (var input in inputs)
        {
            node.Add(1, input);
        }

        foreach (var output in outputs)
        {
            node.Add(2, output);
        }

        node.Add(3, NewName()).Add(4, type);
        foreach (var attribute in attributes)
        {
            node.Add(5, attribute.Message);
        }

        graph.Add(1, node.Add(7, domain));
    }

    /// <summary>A name that nothing has yet.</summary>
    public string NewName() => $"n{names++}";

    public byte[] ToModel() =>
        new ProtoMessage()
            .Add(1, IrVersion)
            .Add(7, graph)
            .Add(8, new ProtoMessage().Add(1, "").Add(2, OpsetVersion))
            .Add(8, new ProtoMessage().Add(1, Microsoft).Add(2, 1))
            .ToArray();

    private string Constant(TensorElementType type, Array values, ReadOnlySpan<long> shape)
    {
        var (name, tensor) = (NewName(), new ProtoMessage());
        foreach (var axis in shape)
        {
            tensor.Add(1, axis);
        }

        graph.Add(5, tensor.Add(2, (int)type).Add(8, name).Add(9, values));
        return name;
    }

    private string Declare(int field, string name, TensorElementType type, ReadOnlySpan<long> shape)
    {
        var axes = new ProtoMessage();
        foreach (var axis in shape)
        {
            axes.Add(1, axis < 0 ? new ProtoMessage().Add(2, NewName()) : new ProtoMessage().Add(1, axis));
        }

        var tensor = new ProtoMessage().Add(1, (int)type).Add(2, axes);
        graph.Add(field, new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, tensor)));
        return name;
    }
}

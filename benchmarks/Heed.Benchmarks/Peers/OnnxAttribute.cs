using System.Text;

namespace Heed.Benchmarks.Peers;

/// <summary>An attribute of an ONNX node.</summary>
internal readonly struct OnnxAttribute
{
    private OnnxAttribute(ProtoMessage message) => Message = message;

    public ProtoMessage Message { get; }

    public static OnnxAttribute Of(string name, float value) => new(Begin(name).Add(2, value).Add(20, 1));

    public static OnnxAttribute Of(string name, long value) => new(Begin(name).Add(3, value).Add(20, 2));

    public static OnnxAttribute Of(string name, string value) => new(Begin(name).Add(4, Encoding.UTF8.GetBytes(value)).Add(20, 3));

    public static OnnxAttribute Of(string name, params ReadOnlySpan<long> values)
    {
        var message = Begin(name);
        foreach (var value in values)
        {
            message.Add(8, value);
        }

        return new OnnxAttribute(message.Add(20, 7));
    }

    private static ProtoMessage Begin(string name) => new ProtoMessage().Add(1, name);
}

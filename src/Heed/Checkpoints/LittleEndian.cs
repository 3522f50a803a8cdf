using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Heed.Checkpoints;

/// <summary>The order of bytes in safetensors files.</summary>
internal static class LittleEndian
{
    /// <summary>Turns the machine's order of bytes into the file's or back, in place: nothing to do on nearly every machine.</summary>
    public static void ToOrFromMachine<T>(Span<T> values)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
        {
            return;
        }

        var bytes = MemoryMarshal.AsBytes(values);
        for (var i = 0; i < bytes.Length; i += Unsafe.SizeOf<T>())
        {
            bytes.Slice(i, Unsafe.SizeOf<T>()).Reverse();
        }
    }
}

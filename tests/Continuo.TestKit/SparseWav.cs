using System.Buffers.Binary;
using System.Text;

namespace Continuo.TestKit;

/// <summary>A 16-bit stereo WAV file at 48 kHz that claims hours of silence and takes no room on the disk.</summary>
public static class SparseWav
{
    /// <summary>Makes one.</summary>
    public static void Create(string path, int seconds)
    {
        var bytes = checked((uint)(seconds * 48_000L * 4));
        var header = new byte[44];
        Encoding.ASCII.GetBytes("RIFF....WAVEfmt ").CopyTo(header, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), bytes + 36);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(22), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), 48_000);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(28), 192_000);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(32), 4);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(34), 16);
        Encoding.ASCII.GetBytes("data").CopyTo(header, 36);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), bytes);
        using var file = File.Create(path);
        file.Write(header);
        file.SetLength(44L + bytes);
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Continuo.Ipc.Wire;

/// <summary>The content of an error: a code, and words for people.</summary>
internal static class IpcErrorMessage
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: false);

    /// <summary>Writes it; a longer text is shortened.</summary>
    /// <param name="content">At least <see cref="IpcLimits.MaxControl"/> long.</param>
    /// <param name="code">The reason.</param>
    /// <param name="text">The reason in words.</param>
    /// <returns>The content's length in bytes.</returns>
    public static int Write(Span<byte> content, IpcErrorCode code, string text)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(content, (ushort)code);
        Utf8.GetEncoder().Convert(text, content.Slice(2, IpcLimits.MaxErrorText), flush: true, out _, out var bytes, out _);
        return 2 + bytes;
    }

    /// <summary>Reads it. A code that is not known is <see cref="IpcErrorCode.Internal"/>; what is no text becomes readable.</summary>
    public static (IpcErrorCode Code, string Text) Read(ReadOnlySpan<byte> content)
    {
        var code = (IpcErrorCode)BinaryPrimitives.ReadUInt16LittleEndian(content);
        var text = Utf8.GetString(content[2..]);
        return (Enum.IsDefined(code) ? code : IpcErrorCode.Internal, new string([.. text.Where(c => !char.IsControl(c))]));
    }
}

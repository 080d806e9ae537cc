using System.Buffers.Binary;
using System.Text;

namespace Continuo.Ipc.Wire;

/// <summary>Content of an error message: a code, and a text for users.</summary>
internal static class IpcErrorMessage
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: false);

    /// <summary>Writes an error; long texts are truncated.</summary>
    /// <param name="content">At least <see cref="IpcLimits.MaxControl"/> bytes.</param>
    /// <param name="code">The reason.</param>
    /// <param name="text">The reason as text.</param>
    /// <returns>Length of the content in bytes.</returns>
    public static int Write(Span<byte> content, IpcErrorCode code, string text)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(content, (ushort)code);
        Utf8.GetEncoder().Convert(text, content.Slice(2, IpcLimits.MaxErrorText), flush: true, out _, out var bytes, out _);
        return 2 + bytes;
    }

    /// <summary>Reads an error. An unknown code is <see cref="IpcErrorCode.Internal"/>; invalid UTF-8 is replaced.</summary>
    public static (IpcErrorCode Code, string Text) Read(ReadOnlySpan<byte> content)
    {
        var code = (IpcErrorCode)BinaryPrimitives.ReadUInt16LittleEndian(content);
        var text = Utf8.GetString(content[2..]);
        return (Enum.IsDefined(code) ? code : IpcErrorCode.Internal, new string([.. text.Where(c => !char.IsControl(c))]));
    }
}

using Continuo.Audio;

namespace Continuo.Engine.Protocol;

/// <summary>Converts errors to messages and back.</summary>
internal static class EngineErrors
{
    private const int MaxPart = 300;

    public static int Write(Span<byte> content, AudioException error)
    {
        var writer = new MessageWriter(content);
        writer.Int32((int)error.Code);
        writer.Text(Shorten(error.Asked));
        writer.Text(Shorten(error.Happened));
        writer.Text(Shorten(error.Remedy));
        return writer.Length;
    }

    public static AudioException Read(ReadOnlySpan<byte> content)
    {
        var reader = new MessageReader(content);
        var code = (AudioErrorCode)reader.Int32();
        var (asked, happened, remedy) = (reader.Text(), reader.Text(), reader.Text());
        return reader.IsValid && Enum.IsDefined(code)
            ? new AudioException(code, asked, happened, remedy)
            : new AudioException(AudioErrorCode.InputOutput, "engine", "it failed without a reason", "Use an engine of the same version");
    }

    private static string Shorten(string text) => text.Length <= MaxPart ? text : text[..MaxPart];
}

using Continuo.Audio;

namespace Continuo.Cli.Simulating;

/// <summary>Writes text files, with clear errors.</summary>
internal static class OutputFile
{
    public static void Write(string path, Action<TextWriter> write)
    {
        try
        {
            using var writer = new StreamWriter(path);
            write(writer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(AudioErrorCode.AccessDenied, $"file '{path}'", e.Message.TrimEnd('.'), "Choose a writable path", e);
        }
    }
}

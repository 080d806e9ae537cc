using Continuo.Audio;
using Continuo.Pipes.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Pipes;

/// <summary>Standard input and output as streams of raw audio; a terminal is refused, where raw bytes help nobody.</summary>
internal static class StandardStreams
{
    private static readonly Lock Gate = new();
    private static ByteFeed? _input;
    private static ByteDrain? _output;

    /// <summary>
    /// The one feed of standard input: a thread that blocks in a read cannot be called back, so there must never be a second
    /// one, which would take bytes from the first.
    /// </summary>
    /// <exception cref="AudioException">Standard input is a terminal.</exception>
    public static ByteFeed OpenInput()
    {
        lock (Gate)
        {
            if (_input is not null) return _input;
            if (!Console.IsInputRedirected)
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, "-", "standard input is a terminal", "Pipe raw PCM into it, for example ffmpeg -i song.mp3 -f f32le - | continuo …");
            }

            return _input = new ByteFeed(Console.OpenStandardInput(), "continuo stdin");
        }
    }

    /// <summary>The one way to standard output, unbuffered: a thread that blocks in a write cannot be called back, and a second one would write between its bytes.</summary>
    /// <exception cref="AudioException">Standard output is a terminal.</exception>
    public static ByteDrain OpenOutput()
    {
        lock (Gate) return _output ??= new ByteDrain(OutputStream(), "continuo stdout", ownsStream: false);
    }

    private static Stream OutputStream()
    {
        if (!Console.IsOutputRedirected)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, "-", "standard output is a terminal", "Pipe it into a program or redirect it to a file");
        }

        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        if (!Descriptors.IsWritable(1)) throw new AudioException(AudioErrorCode.InputOutput, "-", "standard output is closed", "Pipe it into a program or redirect it to a file");

        // The console's own stream hides that the reader of a pipe has gone; a file's stream keeps a place of its own, which
        // only a pipe has no use for.
        var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        if (!pipe.CanSeek) return pipe;
        pipe.Dispose();
        return Console.OpenStandardOutput();
    }
}

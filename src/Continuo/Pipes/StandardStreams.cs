using Continuo.Audio;
using Continuo.Pipes.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Pipes;

/// <summary>Standard input and output as streams of raw audio. Terminals are refused.</summary>
internal static class StandardStreams
{
    private static readonly Lock Gate = new();
    private static InterruptibleReader? _input;
    private static InterruptibleWriter? _output;

    /// <summary>
    /// The single reader of standard input. A thread blocked in a read cannot be cancelled, so a second reader must never be created: the
    /// first would take bytes from it.
    /// </summary>
    /// <exception cref="AudioException">Standard input is a terminal.</exception>
    public static InterruptibleReader OpenInput()
    {
        lock (Gate)
        {
            if (_input is not null) return _input;
            if (!Console.IsInputRedirected)
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, "-", "standard input is a terminal",
                    "Pipe raw PCM into it, for example ffmpeg -i song.mp3 -f f32le - | continuo …");
            }

            return _input = new InterruptibleReader(Console.OpenStandardInput(), "continuo stdin");
        }
    }

    /// <summary>
    /// The single writer of standard output, unbuffered. A thread blocked in a write cannot be cancelled, and a second writer would
    /// interleave its bytes.
    /// </summary>
    /// <exception cref="AudioException">Standard output is a terminal.</exception>
    public static InterruptibleWriter OpenOutput()
    {
        lock (Gate) return _output ??= new InterruptibleWriter(OutputStream(), "continuo stdout", ownsStream: false);
    }

    private static Stream OutputStream()
    {
        if (!Console.IsOutputRedirected)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, "-", "standard output is a terminal",
                "Pipe it into a program or redirect it to a file");
        }

        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        if (!Descriptors.IsWritable(1))
        {
            throw new AudioException(AudioErrorCode.InputOutput, "-", "standard output is closed",
                "Pipe it into a program or redirect it to a file");
        }

        // The console's own stream hides that the reader of a pipe has closed it; a file's stream tracks a position, which is harmless only
        // for a pipe.
        var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        if (!pipe.CanSeek) return pipe;
        pipe.Dispose();
        return Console.OpenStandardOutput();
    }
}

using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.SoundFiles;

namespace Continuo.Codecs.Tests.SoundFiles;

/// <summary>
/// A process of its own that records noise and says after each 10 ms how many frames it has written,
/// until it is killed or the disk is full.
/// </summary>
internal static class ChildRecorder
{
    public const string Verb = "child-recorder";
    public const int Rate = 48_000;
    private const int ChunkFrames = 480;

    /// <summary>The child's side: <c>child-recorder PATH LEVEL</c>.</summary>
    public static int Run(string[] args)
    {
        var level = float.Parse(args[2], CultureInfo.InvariantCulture);
        var random = new Random(1);
        var chunk = new float[ChunkFrames];
        try
        {
            using var sink = new SoundFileSink(args[1]);
            sink.Open(new AudioFormat(Rate, 1));
            while (true)
            {
                for (var i = 0; i < chunk.Length; i++) chunk[i] = level * ((2 * random.NextSingle()) - 1);
                sink.Write(chunk);
                Console.WriteLine(sink.FramesWritten);
            }
        }
        catch (AudioException e)
        {
            Console.WriteLine($"{e.Code}: {e.Message}");
            return 3;
        }
    }

    /// <summary>Starts a recording process, optionally through another program that sets its surroundings up.</summary>
    public static Process Start(string path, float level, params ReadOnlySpan<string> through)
    {
        string[] command = [.. through, Environment.ProcessPath!, Verb, path, level.ToString(CultureInfo.InvariantCulture)];
        return Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
    }
}

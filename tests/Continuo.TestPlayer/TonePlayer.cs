using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Continuo.TestPlayer;

/// <summary>Plays one tone through one stream of its own.</summary>
internal static unsafe partial class TonePlayer
{
    private const int Rate = 48_000;
    private const int Block = 480;
    private const int PreludeFrames = Rate / 10;

    public static void Play(string sink, long began, double start, double seconds, double hertz, double amplitude, double prelude)
    {
        var wait = start - Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (wait > 0) Thread.Sleep(TimeSpan.FromSeconds(wait));
        var spec = new SampleSpec { Format = 5, Rate = Rate, Channels = 2 };
        // 200 ms, so that a busy machine does not tear the tone.
        var buffer = new BufferAttributes
        {
            MaxLength = uint.MaxValue,
            TargetLength = Rate / 5 * 8,
            PreBuffer = uint.MaxValue,
            MinRequest = uint.MaxValue,
            FragmentSize = uint.MaxValue,
        };
        int error;
        var stream = New(null, "Continuo test player", 1, sink, $"{hertz} Hz", &spec, 0, &buffer, &error);
        if (stream == 0) throw new InvalidOperationException($"no stream: error {error}");
        var samples = stackalloc float[Block * 2];
        var before = prelude > 0 ? PreludeFrames : 0;
        var frames = before + (long)(seconds * Rate);
        for (long done = 0; done < frames; done += Block)
        {
            var tone = done < before ? prelude : hertz;
            for (var i = 0; i < Block; i++)
            {
                samples[2 * i] = samples[2 * i + 1] = (float)(amplitude * Math.Sin(2 * Math.PI * tone * (done + i) / Rate));
            }

            if (Write(stream, samples, (nuint)(Math.Min(Block, frames - done) * 8), &error) < 0) break;
        }

        _ = Drain(stream, &error);
        Free(stream);
    }

    [LibraryImport("libpulse-simple.so.0", EntryPoint = "pa_simple_new", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint New(
        string? server,
        string name,
        int direction,
        string device,
        string stream,
        SampleSpec* spec,
        nint map,
        BufferAttributes* buffer,
        int* error);

    [LibraryImport("libpulse-simple.so.0", EntryPoint = "pa_simple_write")]
    private static partial int Write(nint stream, float* samples, nuint bytes, int* error);

    [LibraryImport("libpulse-simple.so.0", EntryPoint = "pa_simple_drain")]
    private static partial int Drain(nint stream, int* error);

    [LibraryImport("libpulse-simple.so.0", EntryPoint = "pa_simple_free")]
    private static partial void Free(nint stream);

    private struct SampleSpec
    {
        public int Format;
        public uint Rate;
        public byte Channels;
    }

    private struct BufferAttributes
    {
        public uint MaxLength;
        public uint TargetLength;
        public uint PreBuffer;
        public uint MinRequest;
        public uint FragmentSize;
    }
}

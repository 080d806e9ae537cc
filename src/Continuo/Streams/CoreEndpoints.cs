using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Streams;

/// <summary>The schemes that the core itself opens.</summary>
internal static class CoreEndpoints
{
    private const string Pcm = "format=TYPE,RATE,CHANNELS, as s16le,44100,2";

    public static void AddTo(AudioSystem system)
    {
        system.AddSource("-", PcmStreamSource.FromAddress, new("-", "raw PCM on standard input", Pcm))
            .AddSink("-", PcmStreamSink.FromAddress, new("-", "raw PCM on standard output", Pcm))
            .AddSource("exec", ProcessSource.FromAddress, new("exec:COMMAND", "raw PCM from a child process", Pcm))
            .AddSink("exec", ProcessSink.FromAddress, new("exec:COMMAND", "raw PCM to a child process", Pcm))
            .AddSink("file", WavFileSink.FromAddress, new("take.wav, file:take.wav", "a WAV file", "sample=s16, s24, s32 or f32; dither"))
            .AddSource("tone", GeneratorAddress.Tone, new("tone:440", "a sine tone", "level=DBFS; seconds=N"))
            .AddSource("sweep", GeneratorAddress.Sweep, new("sweep:", "a rising sine sweep", "from=HZ; to=HZ; level=DBFS; seconds=N (10)"))
            .AddSource("noise", GeneratorAddress.Noise, new("noise:pink, noise:white", "noise", "level=DBFS; seconds=N; seed=N"))
            .AddSource("silence", GeneratorAddress.Silence, new("silence:", "silence", "seconds=N"))
            .AddSink(
                "null",
                static (address, _) =>
                {
                    address.AllowOptions();
                    return new NullSink();
                },
                new("null:", "discards all audio"));
    }
}

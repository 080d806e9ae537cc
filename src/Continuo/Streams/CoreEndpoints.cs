using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Streams;

/// <summary>The kinds of address that the core opens itself.</summary>
internal static class CoreEndpoints
{
    public static void AddTo(AudioSystem system)
    {
        system.AddSource("tone", GeneratorAddress.Tone)
            .AddSource("sweep", GeneratorAddress.Sweep)
            .AddSource("noise", GeneratorAddress.Noise)
            .AddSource("silence", GeneratorAddress.Silence)
            .AddSource("-", PcmStreamSource.FromAddress)
            .AddSource("exec", ProcessSource.FromAddress)
            .AddSink("-", PcmStreamSink.FromAddress)
            .AddSink("exec", ProcessSink.FromAddress)
            .AddSink("file", WavFileSink.FromAddress)
            .AddSink("null", static (address, _) =>
            {
                address.AllowOptions();
                return new NullSink();
            });
    }
}

using Continuo.Audio;
using Continuo.Sinks;

namespace Continuo.Server.Recordings;

/// <summary>Summarises what is written to another sink, so that a waveform is there while it is recorded.</summary>
internal sealed class SummarySink(IAudioSink inner) : SinkDecorator(inner)
{
    private SignalSummary? _summary;

    /// <summary>The summary so far; <see langword="null"/> before the sink is opened.</summary>
    public SignalSummary? Summary => Volatile.Read(ref _summary);

    /// <inheritdoc/>
    public override void Open(AudioFormat format)
    {
        base.Open(format);
        Volatile.Write(ref _summary, new SignalSummary(format));
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<float> samples)
    {
        base.Write(samples);
        _summary!.Process(samples);
    }
}

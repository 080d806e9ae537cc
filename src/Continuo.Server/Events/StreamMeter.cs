using Continuo.Client.Contract.Messages;
using Continuo.Metering;
using Continuo.Rings;
using Continuo.Server.Http;
using Continuo.Server.Reports;
using Continuo.Streams;

namespace Continuo.Server.Events;

/// <summary>
/// Measures one stream for all clients that show it. It has no thread: each call reads the audio since the previous call. One thread at a
/// time.
/// </summary>
internal sealed class StreamMeter(AudioStream stream, ReaderReports readers) : IDisposable
{
    private readonly AudioMeter _meter = new(stream.Format, MeterParts.All);
    private ChunkReader? _reader;

    /// <summary>The stream that is measured.</summary>
    public AudioStream Stream { get; } = stream;

    /// <summary>Measures what has come, and returns the readings.</summary>
    public StreamMeters Read()
    {
        Measure();
        var (levels, loudness) = (_meter.Levels!, _meter.Loudness!);
        var (peaks, rms, isClipped) = (new double?[levels.Channels], new double?[levels.Channels], false);
        for (var channel = 0; channel < levels.Channels; channel++)
        {
            peaks[channel] = Numbers.DbOf(levels.Peak(channel));
            rms[channel] = Numbers.DbOf(levels.Rms(channel));
            isClipped |= levels.MaxPeak(channel) >= 1;
        }

        return new StreamMeters(
            peaks,
            rms,
            Numbers.Db(_meter.TruePeak!.MaxDb),
            Numbers.Db(loudness.Momentary),
            Numbers.Db(loudness.ShortTerm),
            Numbers.Db(loudness.Integrated),
            Math.Round(loudness.Range, 1),
            isClipped,
            Stream.Readers.Where(r => r != _reader?.Ring).ToDictionary(ReaderReports.IdOf, readers.MeterOf));
    }

    public void Dispose() => _reader?.Dispose();

    private void Measure()
    {
        if (_reader is null || (_reader.IsEnded && Stream.State == Threading.LifeState.Running))
        {
            _reader?.Dispose();
            _reader = Stream.OpenReader(RingReaderOptions.Default with { Name = "meters", Kind = "meter" });
            _meter.Rejoin();
        }

        while (_reader.TryRead(out var chunk) == ReadStatus.Chunk)
        {
            if (!chunk.Gap.IsEmpty) _meter.Rejoin();
            _meter.Process(chunk.Samples);
        }
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Metering;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Tests.Playing;

/// <summary>A player on a virtual clock, driven by hand: no thread, no limiter, so that what comes out is exactly what went in.</summary>
internal sealed class Stage : IDisposable
{
    public static readonly PlaybackOptions Plain = new()
    {
        ReaderThread = false,
        Clock = new VirtualClock(),
        Mixer = new MixerOptions
        {
            Limiter = null,
            MasterMeters = MeterParts.None,
            TrackMeters = MeterParts.None,
            BusMeters = MeterParts.None,
        },
    };

    public Stage(PlaybackOptions? options = null) =>
        Player = new Player(AudioFormat.Default, options ?? Plain with { Clock = new VirtualClock() });

    public Player Player { get; }

    /// <summary>Renders frames in blocks, all tracks being read in time; the left channel.</summary>
    public float[] Render(int frames, int block = 480, bool prepare = true)
    {
        var output = new float[frames * 2];
        for (var at = 0; at < frames; at += block)
        {
            if (prepare) Player.Prepare();
            Player.Render(output.AsSpan(at * 2, Math.Min(block, frames - at) * 2));
        }

        return [.. Enumerable.Range(0, frames).Select(i => output[i * 2])];
    }

    public void Dispose() => Player.Dispose();
}

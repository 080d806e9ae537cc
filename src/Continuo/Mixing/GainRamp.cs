using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Mixing;

/// <summary>
/// The gains of one signal's channels, which move to new values in a straight line over a fixed number of frames: no zipper,
/// no dependence on the block size, exact arrival. A new target in mid-ramp starts from the present gain.
/// </summary>
/// <remarks>
/// <para>For one thread at a time. Straight rather than curved: over 10 ms the corner's spectrum falls by 12 dB per octave
/// from 100 Hz on, inaudible for music at any step, and a straight ramp can be turned round at any sample.</para>
/// <para>The gain is computed back from the arrival, target − step · frames to go, so it arrives exactly and is the same
/// number however the audio is cut into blocks.</para>
/// </remarks>
internal sealed unsafe class GainRamp
{
    /// <summary>How long a ramp takes unless asked otherwise.</summary>
    public static readonly TimeSpan DefaultTime = TimeSpan.FromMilliseconds(10);

    private readonly AlignedSamples _gains; // target per channel, then step per channel, as MixLane wants it
    private int _remaining;

    /// <summary>Creates gains that stand at <paramref name="gain"/>. Not real-time-safe.</summary>
    /// <param name="channels">1…<see cref="AudioFormat.MaxChannels"/>.</param>
    /// <param name="rampFrames">Number of frames every move takes, at least 1.</param>
    /// <param name="gain">The factor of every channel to begin with.</param>
    public GainRamp(int channels, int rampFrames, float gain = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rampFrames);
        Channels = channels;
        RampFrames = rampFrames;
        _gains = new AlignedSamples(2 * channels);
        Jump(gain);
    }

    /// <summary>Number of channels have a gain of their own.</summary>
    public int Channels { get; }

    /// <summary>Number of frames every move takes.</summary>
    public int RampFrames { get; }

    /// <summary>Whether a gain is on its way. Real-time-safe.</summary>
    [RealTime]
    public bool IsMoving => _remaining > 0;

    /// <summary>Whether every gain is 0 and stays so. Real-time-safe.</summary>
    [RealTime]
    public bool IsSilent => StandsAt(0);

    /// <summary>Whether every gain is 1 and stays so. Real-time-safe.</summary>
    [RealTime]
    public bool IsUnity => StandsAt(1);

    /// <summary>Number of frames of <paramref name="rate"/> frames per second the default ramp takes.</summary>
    public static int FramesAt(int rate) => Math.Max(1, (int)Math.Round(DefaultTime.TotalSeconds * rate));

    /// <summary>The gain of <paramref name="channel"/> at the next frame. Real-time-safe.</summary>
    [RealTime]
    public float Current(int channel) =>
        float.MultiplyAddEstimate(-_remaining, _gains.Span[Channels + channel], _gains.Span[channel]);

    /// <summary>The gain of <paramref name="channel"/> where it is going. Real-time-safe.</summary>
    [RealTime]
    public float Target(int channel) => _gains.Span[channel];

    /// <summary>
    /// Sends every channel to <paramref name="gain"/>, to arrive in <see cref="RampFrames"/> from the next frame on. Real-time-safe.
    /// </summary>
    [RealTime]
    public void MoveTo(float gain)
    {
        Span<float> gains = stackalloc float[AudioFormat.MaxChannels];
        gains = gains[..Channels];
        gains.Fill(gain);
        MoveTo(gains);
    }

    /// <summary>Sends each channel to its gain; nothing happens if all are there or on the way there. Real-time-safe.</summary>
    /// <param name="gains">One factor per channel.</param>
    [RealTime]
    public void MoveTo(ReadOnlySpan<float> gains)
    {
        var targets = _gains.Span[..Channels];
        if (gains.SequenceEqual(targets)) return;
        for (var channel = 0; channel < Channels; channel++)
        {
            var step = (gains[channel] - Current(channel)) / RampFrames;
            targets[channel] = gains[channel];
            _gains.Span[Channels + channel] = step;
        }

        _remaining = RampFrames;
    }

    /// <summary>Puts every channel to <paramref name="gain"/> at once: for signals that are silent now. Real-time-safe.</summary>
    [RealTime]
    public void Jump(float gain)
    {
        _gains.Span[..Channels].Fill(gain);
        _gains.Span[Channels..].Clear();
        _remaining = 0;
    }

    /// <summary>Lets <paramref name="frames"/> frames pass. Real-time-safe.</summary>
    [RealTime]
    public void Advance(int frames) => _remaining = Math.Max(0, _remaining - frames);

    /// <summary>Multiplies a block in place and advances by it. Real-time-safe.</summary>
    /// <param name="samples">Frames × channels, interleaved.</param>
    [RealTime]
    public void Apply(Span<float> samples)
    {
        var frames = samples.Length / Channels;
        var moving = Math.Min(_remaining, frames);
        for (var frame = 0; frame < moving; frame++)
        {
            for (var channel = 0; channel < Channels; channel++)
            {
                samples[frame * Channels + channel] *= float.MultiplyAddEstimate(frame - _remaining, _gains.Span[Channels + channel], _gains.Span[channel]);
            }
        }

        Advance(frames);
        if (moving < frames && !IsUnity) Scale(samples[(moving * Channels)..]);
    }

    /// <summary>
    /// The input of a mix that carries <paramref name="samples"/> at these gains. Valid until the gains move or advance. Real-time-safe.
    /// </summary>
    /// <param name="samples">Pinned or unmanaged; as many as the mix's output.</param>
    [RealTime]
    public MixLane Over(float* samples) => new(samples, _gains.First, _remaining);

    [RealTime]
    private void Scale(Span<float> samples)
    {
        var gains = _gains.Span[..Channels];
        for (var at = 0; at < samples.Length; at += Channels)
        {
            for (var channel = 0; channel < Channels; channel++) samples[at + channel] *= gains[channel];
        }
    }

    [RealTime]
    private bool StandsAt(float gain) => _remaining == 0 && !_gains.Span[..Channels].ContainsAnyExcept(gain);
}

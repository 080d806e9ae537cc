using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Mixing;

/// <summary>
/// Per-channel gains that move linearly to new values over a fixed number of frames: no zipper noise, independent of the block size, exact
/// at the end. A new target during a ramp starts from the current gain.
/// </summary>
/// <remarks>
/// <para>Not thread-safe. Linear rather than curved: over 10 ms the spectrum of the corner falls by 12 dB per octave from 100 Hz on,
/// inaudible in music at any step, and a linear ramp can reverse at any sample.</para>
/// <para>The gain is computed backwards from the end, target − step · remaining frames, so it arrives exactly and does not depend on how
/// the audio is divided into blocks.</para>
/// </remarks>
internal sealed unsafe class GainRamp
{
    /// <summary>Default duration of a ramp.</summary>
    public static readonly TimeSpan DefaultTime = TimeSpan.FromMilliseconds(10);

    private readonly AlignedSamples _gains; // target per channel, then step per channel, the layout that MixLane needs
    private int _remaining;

    /// <summary>Creates gains at a constant <paramref name="gain"/>. Not real-time-safe.</summary>
    /// <param name="channels">1…<see cref="AudioFormat.MaxChannels"/>.</param>
    /// <param name="rampFrames">Length of every ramp in frames, at least 1.</param>
    /// <param name="gain">Initial gain of every channel.</param>
    public GainRamp(int channels, int rampFrames, float gain = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rampFrames);
        Channels = channels;
        RampFrames = rampFrames;
        _gains = new AlignedSamples(2 * channels);
        Jump(gain);
    }

    /// <summary>Number of channels with a gain of their own.</summary>
    public int Channels { get; }

    /// <summary>Length of every ramp in frames.</summary>
    public int RampFrames { get; }

    /// <summary>Whether a ramp is in progress. Real-time-safe.</summary>
    [RealTime]
    public bool IsMoving => _remaining > 0;

    /// <summary>Whether every gain is 0 and no ramp is in progress. Real-time-safe.</summary>
    [RealTime]
    public bool IsSilent => StandsAt(0);

    /// <summary>Whether every gain is 1 and no ramp is in progress. Real-time-safe.</summary>
    [RealTime]
    public bool IsUnity => StandsAt(1);

    /// <summary>Length of the default ramp in frames at <paramref name="rate"/>.</summary>
    public static int FramesAt(int rate) => Math.Max(1, (int)Math.Round(DefaultTime.TotalSeconds * rate));

    /// <summary>The gain of <paramref name="channel"/> at the next frame. Real-time-safe.</summary>
    [RealTime]
    public float Current(int channel) =>
        float.MultiplyAddEstimate(-_remaining, _gains.Span[Channels + channel], _gains.Span[channel]);

    /// <summary>The target gain of <paramref name="channel"/>. Real-time-safe.</summary>
    [RealTime]
    public float Target(int channel) => _gains.Span[channel];

    /// <summary>
    /// Starts a ramp of every channel to <paramref name="gain"/>, which ends <see cref="RampFrames"/> after the next frame. Real-time-safe.
    /// </summary>
    [RealTime]
    public void MoveTo(float gain)
    {
        Span<float> gains = stackalloc float[AudioFormat.MaxChannels];
        gains = gains[..Channels];
        gains.Fill(gain);
        MoveTo(gains);
    }

    /// <summary>
    /// Starts a ramp of each channel to its gain; does nothing if all channels have these targets already. Real-time-safe.
    /// </summary>
    /// <param name="gains">One gain per channel.</param>
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

    /// <summary>Sets every channel to <paramref name="gain"/> at once, for signals that are silent. Real-time-safe.</summary>
    [RealTime]
    public void Jump(float gain)
    {
        _gains.Span[..Channels].Fill(gain);
        _gains.Span[Channels..].Clear();
        _remaining = 0;
    }

    /// <summary>Advances the ramps by <paramref name="frames"/> frames. Real-time-safe.</summary>
    [RealTime]
    public void Advance(int frames) => _remaining = Math.Max(0, _remaining - frames);

    /// <summary>Applies the gains to a block in place and advances the ramps. Real-time-safe.</summary>
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
                samples[frame * Channels + channel] *= float.MultiplyAddEstimate(frame - _remaining, _gains.Span[Channels + channel],
                    _gains.Span[channel]);
            }
        }

        Advance(frames);
        if (moving < frames && !IsUnity) Scale(samples[(moving * Channels)..]);
    }

    /// <summary>
    /// Describes an input of a mix with <paramref name="samples"/> at these gains. Valid until the gains change or advance. Real-time-safe.
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

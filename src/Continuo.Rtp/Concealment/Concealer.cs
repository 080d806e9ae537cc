using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Concealment;

/// <summary>
/// Conceals missing audio: first by the decoder, then with a fade to silence, so that it does not buzz; and cross-fades into the audio that
/// follows. Not thread-safe; real-time-safe.
/// </summary>
internal sealed class Concealer
{
    private readonly IPacketDecoder _decoder;
    private readonly int _channels;
    private readonly float[] _made;
    private readonly float[] _join;
    private readonly int _limit;
    private readonly int _fade;
    private readonly int _fastFade;
    private int _at;
    private float _gain;
    private float _fall;
    private int _fullFrames;

    public Concealer(IPacketDecoder decoder, TimeSpan limit)
    {
        var format = decoder.Format;
        _decoder = decoder;
        _channels = format.Channels;
        PieceFrames = Math.Max(1, format.SampleRate / 100);
        _made = new float[PieceFrames * _channels];
        _limit = (int)format.ToFrames(limit);
        _fade = 4 * PieceFrames;
        _fastFade = PieceFrames;
        _join = new float[Math.Max(1, format.SampleRate / 200) * _channels];
        BeginSilent();
    }

    /// <summary>Number of frames requested from the decoder at a time: 10 ms.</summary>
    [RealTime]
    public int PieceFrames { get; }

    /// <summary>Whether the last output was concealed.</summary>
    [RealTime]
    public bool IsActive { get; private set; }

    /// <summary>Starts in silence, as at the beginning of a stream.</summary>
    [RealTime]
    public void BeginSilent() => (IsActive, _gain, _at) = (true, 0, _made.Length);

    /// <summary>Starts after the last decoded audio.</summary>
    [RealTime]
    public void Begin() => (IsActive, _gain, _at, _fullFrames, _fall) = (true, 1, _made.Length, _limit, 1f / _fade);

    /// <summary>Writes concealed frames. With <paramref name="pause"/>, silence is expected, and the audio fades at once.</summary>
    [RealTime]
    public void Make(Span<float> samples, bool pause)
    {
        if (!IsActive) Begin();
        if (pause) (_fullFrames, _fall) = (0, 1f / _fastFade);
        while (samples.Length > 0)
        {
            if (_at == _made.Length)
            {
                if (_gain <= 0)
                {
                    samples.Clear();
                    return;
                }

                Refill();
            }

            var length = Math.Min(samples.Length, _made.Length - _at);
            _made.AsSpan(_at, length).CopyTo(samples);
            samples = samples[length..];
            _at += length;
        }
    }

    /// <summary>
    /// Prepares the audio from which the next packet is cross-faded. Call it before the packet is decoded, because the decoder continues
    /// from its current state.
    /// </summary>
    [RealTime]
    public void PrepareJoin()
    {
        if (IsActive) Make(_join, pause: false);
    }

    /// <summary>Ends the concealment: cross-fades from the prepared audio into the first frames of what follows.</summary>
    [RealTime]
    public void Join(Span<float> samples)
    {
        if (!IsActive) return;
        var length = Math.Min(_join.Length, samples.Length);
        Fade.From(_join.AsSpan(0, length), samples[..length], _channels);
        IsActive = false;
    }

    [RealTime]
    private void Refill()
    {
        _decoder.Conceal(_made);
        _at = 0;
        for (var i = 0; i < _made.Length; i += _channels)
        {
            if (_fullFrames > 0) _fullFrames--;
            else _gain = Math.Max(0, _gain - _fall);
            for (var c = 0; c < _channels; c++) _made[i + c] *= _gain;
        }
    }
}

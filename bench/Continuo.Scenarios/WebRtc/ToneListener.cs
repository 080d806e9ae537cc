using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Scenarios.WebRtc;

/// <summary>Decodes what a listener receives and measures a tone in it.</summary>
internal sealed class ToneListener(double hertz) : IDisposable
{
    private const int WindowFrames = 4800;

    private readonly OpusDecoder _decoder = new(AudioFormat.Default);
    private readonly float[] _samples = new float[5760 * 2];
    private long _position;
    private double _re, _im;
    private double _tone, _power;
    private double _windowPower;

    /// <summary>Share of the tone in the power, in percent, in windows of 100 ms: a skip of the sender spoils one of them.</summary>
    public double TonePercent => _power > 0 ? 100 * _tone / _power : 0;

    /// <summary>Windows in which the tone had less than 99 % of the power.</summary>
    public int Spoilt { get; private set; }

    public void Take(ReadOnlySpan<byte> payload)
    {
        var frames = _decoder.Decode(payload, _samples);
        for (var i = 0; i < frames; i++, _position++)
        {
            if (_position < WindowFrames) continue; // the decoder begins in the middle
            var value = _samples[2 * i];
            var (sin, cos) = Math.SinCos(Math.Tau * hertz * _position / 48_000);
            (_re, _im, _windowPower) = (_re + value * cos, _im + value * sin, _windowPower + value * value);
            if (_position % WindowFrames != WindowFrames - 1) continue;
            var tone = 2 * (_re * _re + _im * _im) / WindowFrames;
            if (tone < 0.99 * _windowPower) Spoilt++;
            (_tone, _power) = (_tone + tone, _power + _windowPower);
            (_re, _im, _windowPower) = (0, 0, 0);
        }
    }

    public void Dispose() => _decoder.Dispose();
}

using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.WebRtc.Tests.Peers;

/// <summary>440 Hz on the left and 660 Hz on the right, at −12 dB, endless; paced by the stream.</summary>
internal sealed class StereoTone(int rate = 48_000) : IAudioSource
{
    public const double Left = 440;
    public const double Right = 660;
    public const double Amplitude = 0.25;

    private long _position;

    public AudioFormat Format { get; } = AudioFormat.Default.AtRate(rate);

    public SourcePace Pace => SourcePace.Free;

    public string Description => "440 Hz left, 660 Hz right";

    public void Open()
    {
    }

    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        for (var i = 0; i + 1 < destination.Length; i += 2, _position++)
        {
            destination[i] = (float)(Amplitude * Math.Sin(2 * Math.PI * Left * _position / rate));
            destination[i + 1] = (float)(Amplitude * Math.Sin(2 * Math.PI * Right * _position / rate));
        }

        return SourceRead.Data(destination.Length / 2);
    }

    public void Interrupt()
    {
    }

    public void Dispose()
    {
    }
}

using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.Hosting.Tests;

/// <summary>Gives some chunks of silence, then fails for good.</summary>
internal sealed class FaultySource(int chunks) : IAudioSource
{
    private int _left = chunks;

    public AudioFormat Format => AudioFormat.Default;

    public SourcePace Pace => SourcePace.Free;

    public string Description => "a faulty source";

    public static AudioException Failure() => new(AudioErrorCode.InputOutput, "a faulty source", "it broke", "Replace it");

    public void Open()
    {
    }

    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_left-- == 0) throw Failure();
        var frames = Math.Min(480, destination.Length / Format.Channels);
        destination[..(frames * Format.Channels)].Fill(0.5f);
        return SourceRead.Data(frames);
    }

    public void Interrupt()
    {
    }

    public void Dispose()
    {
    }
}

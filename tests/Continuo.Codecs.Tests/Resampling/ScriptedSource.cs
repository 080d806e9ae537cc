using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.Codecs.Tests.Resampling;

/// <summary>
/// A mono source that says what it is told to: each step delivers one result, with the next frames of a signal where it is data.
/// </summary>
internal sealed class ScriptedSource(int rate, float[] signal, params object[] steps) : IAudioSource
{
    private int _step;
    private int _position;

    public AudioFormat Format { get; } = new(rate, 1);

    public SourcePace Pace => SourcePace.Device;

    public string Description => "script";

    public int Interrupts { get; private set; }

    public int Disposals { get; private set; }

    public void Open() => (_step, _position) = (0, 0);

    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_step == steps.Length) return SourceRead.End;
        var step = steps[_step++];
        if (step is AudioException failure) throw failure;
        var read = (SourceRead)step;
        if (read.Status != SourceStatus.Data) return read;
        signal.AsSpan(_position, read.Frames).CopyTo(destination);
        _position += read.Frames;
        return read;
    }

    public void Interrupt() => Interrupts++;

    public void Dispose() => Disposals++;
}

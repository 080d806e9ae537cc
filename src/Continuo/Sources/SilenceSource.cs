using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Sources;

/// <summary>Silence.</summary>
internal sealed class SilenceSource : GeneratorSource, ISeekableSource
{
    /// <summary>Creates silence, endless unless <paramref name="duration"/> is given.</summary>
    public SilenceSource(AudioFormat format, TimeSpan? duration = null)
        : base(format, duration, "silence")
    {
    }

    /// <inheritdoc/>
    public bool CanSeek => true;

    /// <inheritdoc/>
    public long Length => LengthOrEndless;

    /// <inheritdoc/>
    public void Seek(long frame) => MoveTo(frame);

    [RealTime]
    internal override void Generate(Span<float> destination, long position) => destination.Clear();
}

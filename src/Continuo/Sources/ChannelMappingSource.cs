using Continuo.Audio;

namespace Continuo.Sources;

/// <summary>
/// Gives a source the requested channel count, by <see cref="ChannelMapper"/>. A source that already has it is passed through, whatever its
/// layout.
/// </summary>
internal sealed class ChannelMappingSource : IAudioSource
{
    private const int BlockFrames = 4096;

    private readonly IAudioSource _source;
    private readonly int _channels;
    private ChannelMapper? _mapper;
    private float[] _block = [];

    /// <summary>Wraps a source and takes ownership of it.</summary>
    /// <param name="source">Not yet opened.</param>
    /// <param name="channels">Number of output channels, 1…64.</param>
    /// <exception cref="AudioException">The channel count is out of range.</exception>
    public ChannelMappingSource(IAudioSource source, int channels)
    {
        _ = new AudioFormat(AudioFormat.Default.SampleRate, channels);
        _source = source;
        _channels = channels;
    }

    /// <inheritdoc/>
    public AudioFormat Format => _source.Format.WithChannels(_channels);

    /// <inheritdoc/>
    public SourcePace Pace => _source.Pace;

    /// <inheritdoc/>
    public string Description => _source.Description;

    /// <inheritdoc/>
    public void Open()
    {
        _source.Open();
        var own = _source.Format.Channels;
        if (own == _channels) return;
        _mapper = new ChannelMapper(_source.Format.Layout, Format.Layout);
        _block = new float[BlockFrames * own];
    }

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_mapper is null) return _source.Read(destination, timeout);
        var frames = Math.Min(destination.Length / _channels, BlockFrames);
        var read = _source.Read(_block.AsSpan(0, frames * _mapper.From), timeout);
        _mapper.Map(_block.AsSpan(0, read.Frames * _mapper.From), destination);
        return read;
    }

    /// <inheritdoc/>
    public void Interrupt() => _source.Interrupt();

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}

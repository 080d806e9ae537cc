using Continuo.Audio;
using Continuo.Mixing;
using Continuo.Sources;

namespace Continuo.Rendering;

/// <summary>One source of a <see cref="MixDown"/>. Each block is read by one thread, not always the same.</summary>
internal sealed class MixDownTrack : IDisposable
{
    private readonly IAudioSource _source;
    private readonly MixTrack _mix;
    private readonly ChannelMapper? _mapper;
    private bool _ended;

    /// <param name="source">Opened, at the mix's rate.</param>
    /// <param name="mix">The track: mono, or with the mix's channels.</param>
    /// <param name="layout">Layout of the mix.</param>
    public MixDownTrack(IAudioSource source, MixTrack mix, ChannelLayout layout)
    {
        (_source, _mix) = (source, mix);
        if (mix.Channels > 1 && source.Format.Layout != layout) _mapper = new ChannelMapper(source.Format.Layout, layout);
        Length = source is ISeekableSource seekable ? seekable.Length : -1;
    }

    public long Length { get; }

    public int SourceChannels => _source.Format.Channels;

    /// <summary>Delivers the next frames to the mixer; fewer than requested only at the end.</summary>
    /// <param name="frames">Number of frames.</param>
    /// <param name="read">Room for that many frames of the source.</param>
    /// <param name="mapped">Room for that many frames of the mix.</param>
    /// <exception cref="AudioException">The source is damaged.</exception>
    public int Read(int frames, Span<float> read, Span<float> mapped)
    {
        var done = 0;
        while (done < frames && !_ended)
        {
            var got = _source.Read(read[..((frames - done) * SourceChannels)], TimeSpan.FromSeconds(1));
            _ended = got.Status is SourceStatus.End or SourceStatus.Lost;
            if (got.Status != SourceStatus.Data) continue;
            var samples = read[..(got.Frames * SourceChannels)];
            if (_mapper is not null)
            {
                _mapper.Map(samples, mapped);
                samples = mapped[..(got.Frames * _mix.Channels)];
            }

            _mix.Deliver(samples);
            done += got.Frames;
        }

        if (done < frames) _mix.End();
        return done;
    }

    public void Dispose() => _source.Dispose();
}

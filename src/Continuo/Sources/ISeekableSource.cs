using Continuo.Audio;

namespace Continuo.Sources;

/// <summary>A source whose audio lies there already, so that any frame can be the next: a file, a tone. For the thread that reads it.</summary>
public interface ISeekableSource : IAudioSource
{
    /// <summary>Whether <see cref="Seek"/> works: a source around another can seek only if that one can. Known after <see cref="IAudioSource.Open"/>.</summary>
    bool CanSeek { get; }

    /// <summary>How many frames there are; −1 if there is no end, or it is not known. Known after <see cref="IAudioSource.Open"/>.</summary>
    long Length { get; }

    /// <summary>Makes <paramref name="frame"/> the next one to be read, exactly. May take as long as the disk does.</summary>
    /// <param name="frame">From 0 up to <see cref="Length"/>.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if there is no such frame, <see cref="AudioErrorCode.Unsupported"/> if it cannot seek; others as reading.</exception>
    void Seek(long frame);
}

using Continuo.Audio;

namespace Continuo.Sources;

/// <summary>A source with random access, such as a file or a generator. Call all members from the reading thread.</summary>
public interface ISeekableSource : IAudioSource
{
    /// <summary>
    /// Whether <see cref="Seek"/> is supported. A decorator can seek only if its inner source can. Valid after
    /// <see cref="IAudioSource.Open"/>.
    /// </summary>
    bool CanSeek { get; }

    /// <summary>Length in frames; −1 if endless or unknown. Valid after <see cref="IAudioSource.Open"/>.</summary>
    long Length { get; }

    /// <summary>Sets the next frame to read, frame-exact. May wait for the disk.</summary>
    /// <param name="frame">Frame number, 0…<see cref="Length"/>.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the frame is out of range,
    /// <see cref="AudioErrorCode.Unsupported"/> if the source cannot seek, or a read error.</exception>
    void Seek(long frame);
}

using Continuo.Audio;

namespace Continuo.Devices.Backends;

/// <summary>One playback stream of an application. An immutable snapshot.</summary>
/// <param name="Index">The server's number of the stream.</param>
/// <param name="Name">Name given by the application, e.g. a title.</param>
/// <param name="Volume">Volume of its loudest channel on the server's scale: 1 is 100 %, 0 is silent; <see langword="null"/> if it has no
/// volume.</param>
/// <param name="IsMuted">Whether it is muted.</param>
/// <param name="IsPaused">Whether the stream is open but paused.</param>
/// <param name="Device">Id of the output device.</param>
/// <param name="Format">Sample rate and channels.</param>
public sealed record AudioSession(long Index, string Name, double? Volume, bool IsMuted, bool IsPaused, string Device, AudioFormat? Format);

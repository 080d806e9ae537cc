using Continuo.Audio;

namespace Continuo.Devices.Backends;

/// <summary>One stream that an application plays. Immutable: how it was when it was looked at.</summary>
/// <param name="Index">The server's number for it, while it lasts.</param>
/// <param name="Name">What the application calls it, e.g. a title.</param>
/// <param name="Volume">Its loudest channel's volume on the scale every mixer shows: 1 is unchanged, 0 silent; <see langword="null"/> if
/// it has none.</param>
/// <param name="IsMuted">Whether it is muted.</param>
/// <param name="IsPaused">Whether it is open but plays nothing.</param>
/// <param name="Device">The id of the output it plays to.</param>
/// <param name="Format">Sample rate and channels it plays.</param>
public sealed record AudioSession(long Index, string Name, double? Volume, bool IsMuted, bool IsPaused, string Device, AudioFormat? Format);

using Continuo.Codecs.Opus;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>What listeners must have in common to share an encoder. Immutable; compared by value.</summary>
/// <param name="Preset">Preset with its bit rate.</param>
/// <param name="PacketMilliseconds">Packet length.</param>
/// <param name="Stereo">Stereo, or mixed to one channel.</param>
internal sealed record FeedSetting(OpusPreset Preset, int PacketMilliseconds, bool Stereo);

using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Rooms;

namespace Continuo.Mumble.Gateway;

/// <summary>How a <see cref="MumbleGateway"/> joins a room and a channel. Immutable.</summary>
public sealed record MumbleGatewayOptions
{
    /// <summary>
    /// Whether each speaker of the room becomes a user of the Mumble server, with the speaker's name, whose packets are forwarded undecoded
    /// where possible. If not, all speak with the one voice of the gateway's user.
    /// </summary>
    public bool UsesPuppets { get; init; }

    /// <summary>Maximum number of such users, 1…1000. Further speakers speak with the gateway's own voice.</summary>
    public int MaxPuppets { get; init; } = 64;

    /// <summary>
    /// Group of the Mumble users in the room (<see cref="SpeakerOptions.Group"/>); <see langword="null"/> for the server's address.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>Opus preset of what is encoded; <see langword="null"/> for <c>voice-high</c>, within what the server forwards.</summary>
    public OpusPreset? Preset { get; init; }

    /// <summary>Whether the room speaks back into the channel. If not, the gateway only listens there.</summary>
    public bool Speaks { get; init; } = true;

    /// <summary>
    /// Completes how a user joins the room: group, automatic level, and so on; id and name are set. <see langword="null"/> leaves the
    /// defaults. Called on the connection's thread; must be quick.
    /// </summary>
    public Func<SpeakerOptions, SpeakerOptions>? Joining { get; init; }

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range.</exception>
    internal void Validate()
    {
        if (MaxPuppets is >= 1 and <= 1000) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, $"{MaxPuppets} puppets", "out of range", "Use 1…1000");
    }
}

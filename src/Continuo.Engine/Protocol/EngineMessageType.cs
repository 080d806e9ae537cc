namespace Continuo.Engine.Protocol;

/// <summary>Requests of the engine's clients. An answer has the same number plus 128, or is an <see cref="Error"/>.</summary>
internal enum EngineMessageType : byte
{
    /// <summary>The first message: version → process id, rate, channels, frames per block.</summary>
    Hello = 1,

    /// <summary>Descriptor of the client's ring, chunks ahead, name → input.</summary>
    OpenStream = 2,

    /// <summary>Whether it stays when the client disconnects, address → input.</summary>
    Play = 3,

    /// <summary>Input → nothing.</summary>
    Close = 4,

    /// <summary>Input, gain in dB, pan, mute, solo → nothing.</summary>
    SetInput = 5,

    /// <summary>Nothing → the engine's statistics.</summary>
    Statistics = 6,

    /// <summary>Input → its statistics.</summary>
    InputStatistics = 7,

    /// <summary>Nothing → nothing; the engine stops.</summary>
    Stop = 8,

    /// <summary>Meters of the tracks, name → player.</summary>
    OpenPlayer = 9,

    /// <summary>Player, settings, address → track.</summary>
    AddTrack = 10,

    /// <summary>Player, track → nothing.</summary>
    RemoveTrack = 11,

    /// <summary>Player, track, settings → nothing.</summary>
    SetTrack = 12,

    /// <summary>Player, a <see cref="TransportAction"/>, two frames → the command's number.</summary>
    Transport = 13,

    /// <summary>Player → nothing; it continues when the client disconnects.</summary>
    Detach = 14,

    /// <summary>Player → its statistics.</summary>
    PlayerStatistics = 15,

    /// <summary>Player, a track's number → count, and the statistics of the tracks with higher numbers, as many as fit.</summary>
    TrackStatistics = 16,

    /// <summary>Player, track → name, description and failure.</summary>
    TrackText = 17,

    /// <summary>An input's number → the statistics of the input with the next higher number; all zeros if there is none.</summary>
    NextInput = 18,

    /// <summary>Nothing → count, and for each thread its number, bytes allocated and name.</summary>
    Threads = 19,

    /// <summary>Code, what was asked, what happened, what to do.</summary>
    Error = 255,
}

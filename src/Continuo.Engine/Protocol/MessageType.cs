namespace Continuo.Engine.Protocol;

/// <summary>What a client of the engine asks for. An answer has the same number plus 128, or is an <see cref="Error"/>.</summary>
internal enum MessageType : byte
{
    /// <summary>The first message: version → process id, rate, channels, frames per block.</summary>
    Hello = 1,

    /// <summary>Descriptor of the client's ring, chunks ahead, name → input.</summary>
    OpenStream = 2,

    /// <summary>Whether it stays when the client goes, address → input.</summary>
    Play = 3,

    /// <summary>Input → nothing.</summary>
    Close = 4,

    /// <summary>Input, gain in dB, pan, mute, solo → nothing.</summary>
    SetInput = 5,

    /// <summary>Nothing → how the engine is doing.</summary>
    Report = 6,

    /// <summary>Input → how it is doing.</summary>
    InputReport = 7,

    /// <summary>Nothing → nothing, and the engine stops.</summary>
    Stop = 8,

    /// <summary>What is measured of tracks, name → player.</summary>
    OpenPlayer = 9,

    /// <summary>Player, settings, address → track.</summary>
    AddTrack = 10,

    /// <summary>Player, track → nothing.</summary>
    RemoveTrack = 11,

    /// <summary>Player, track, settings → nothing.</summary>
    SetTrack = 12,

    /// <summary>Player, a <see cref="TransportAction"/>, two frames → the command's number.</summary>
    Transport = 13,

    /// <summary>Player → nothing, and it plays on when the client goes.</summary>
    Detach = 14,

    /// <summary>Player → how it is doing.</summary>
    PlayerReport = 15,

    /// <summary>Player, a track's number → count, and how the tracks of higher numbers are doing, as many as there is room for.</summary>
    TrackReports = 16,

    /// <summary>Player, track → name, description, and what broke it off.</summary>
    TrackText = 17,

    /// <summary>An input's number → how the input of the next higher one is doing; all zeros if there is none.</summary>
    NextInput = 18,

    /// <summary>Nothing → count, and of each thread number, bytes allocated, name.</summary>
    Threads = 19,

    /// <summary>Code, what was asked, what happened, what to do.</summary>
    Error = 255,
}

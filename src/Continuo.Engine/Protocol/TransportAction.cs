namespace Continuo.Engine.Protocol;

/// <summary>What a player's transport is to do, with the frames that a message carries.</summary>
internal enum TransportAction : byte
{
    Play,
    Pause,
    Resume,
    Stop,

    /// <summary>The first frame says where to.</summary>
    Seek,

    /// <summary>The first frame says from where.</summary>
    PlayFrom,

    /// <summary>From the first frame to the second.</summary>
    Loop,
    EndLoop,
}

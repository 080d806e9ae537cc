namespace Continuo.Engine.Protocol;

/// <summary>Commands of a player's transport; the message carries two frame positions.</summary>
internal enum TransportAction : byte
{
    Play,
    Pause,
    Resume,
    Stop,

    /// <summary>The first frame is the target.</summary>
    Seek,

    /// <summary>The first frame is the start.</summary>
    PlayFrom,

    /// <summary>From the first frame to the second.</summary>
    Loop,
    EndLoop,
}

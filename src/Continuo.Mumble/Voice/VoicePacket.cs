namespace Continuo.Mumble.Voice;

/// <summary>A voice packet of either layout. Valid as long as its buffer.</summary>
internal readonly ref struct VoicePacket
{
    /// <summary>Target that means talking to the channel.</summary>
    public const byte Talk = 0;

    /// <summary>Session of the user who talks; only in packets from the server.</summary>
    public uint Session { get; init; }

    /// <summary>To the server: the target, 0 to talk. From the server: the context, 0 for talk to the channel.</summary>
    public byte Target { get; init; }

    /// <summary>Position of the first frame on the talker's timeline, in units of 10 ms.</summary>
    public long FrameNumber { get; init; }

    /// <summary>The Opus packet; may be empty in the last packet.</summary>
    public ReadOnlySpan<byte> Opus { get; init; }

    /// <summary>Whether this is the last packet of a talk.</summary>
    public bool IsLast { get; init; }

    /// <summary>Factor by which the server asks to change the volume; 1 for none.</summary>
    public float Volume { get; init; }
}

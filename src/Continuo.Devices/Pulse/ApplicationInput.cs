namespace Continuo.Devices.Pulse;

/// <summary>One sink input of the captured application, the stream that records it, and its place in the mixer.</summary>
internal sealed class ApplicationInput(uint index, RecordStream stream, int place)
{
    public uint Index { get; } = index;

    public RecordStream Stream { get; } = stream;

    public int Place { get; } = place;

    /// <summary>Whether it is known to be the application's. Until then nothing of it is taken.</summary>
    public bool IsOurs { get; set; }

    public bool IsCorked { get; set; }

    /// <summary>The server says that it has ended; the rest of its audio may still be on the way.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether audio is due.</summary>
    public bool IsPlaying => !IsCorked && !HasEnded;
}

using Continuo.Diagnostics;

namespace Continuo.Devices.Pulse.Applications;

/// <summary>One sink input of the captured application, the stream that records it, and its place in the mixer.</summary>
internal sealed class ApplicationInput(uint index, RecordStream stream, int place) : ILineupMember
{
    private readonly LineupState _line = new();

    public uint Index { get; } = index;

    public RecordStream Stream { get; } = stream;

    [RealTime]
    public int Place { get; } = place;

    /// <summary>The sink it plays to, as far as is known.</summary>
    [RealTime]
    public uint Sink { get; set; } = uint.MaxValue;

    /// <summary>How it compares with the other streams of its sink.</summary>
    [RealTime]
    public LineupState Line => _line;

    /// <summary>Whether it is known to be the application's. Until then nothing of it is taken.</summary>
    [RealTime]
    public bool IsOurs { get; set; }

    public bool IsCorked { get; set; }

    /// <summary>Whether one had to wait for what it delivers next.</summary>
    public bool HasWaited { get; set; }

    /// <summary>The server says that it has ended; the rest of its audio may still be on the way.</summary>
    [RealTime]
    public bool HasEnded { get; set; }

    /// <summary>Whether audio is due.</summary>
    public bool IsPlaying => !IsCorked && !HasEnded && !Stream.IsSuspended;

    /// <summary>Whether it is due and nothing has come yet: the server is still attaching the stream that records it.</summary>
    public bool IsAttaching => IsPlaying && SeenEnd == 0;

    [RealTime]
    public long Position => Stream.Position;

    [RealTime]
    public long SeenEnd => Stream.SeenEnd;

    [RealTime]
    public void Delay(int frames) => Stream.Delay(frames);
}

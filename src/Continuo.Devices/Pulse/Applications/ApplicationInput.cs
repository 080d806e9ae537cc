using Continuo.Diagnostics;

namespace Continuo.Devices.Pulse.Applications;

/// <summary>One sink input of the captured application, with the stream that records it and its index in the mixer.</summary>
internal sealed class ApplicationInput(uint index, RecordStream stream, int place) : ILineupMember
{
    private readonly LineupState _line = new();

    public uint Index { get; } = index;

    public RecordStream Stream { get; } = stream;

    [RealTime]
    public int Place { get; } = place;

    /// <summary>The sink it plays to, if known.</summary>
    [RealTime]
    public uint Sink { get; set; } = uint.MaxValue;

    /// <summary>Result of the comparison with the other streams of its sink.</summary>
    [RealTime]
    public LineupState Line => _line;

    /// <summary>Whether it is known to belong to the application. Until then none of its audio is used.</summary>
    [RealTime]
    public bool IsOurs { get; set; }

    public bool IsCorked { get; set; }

    /// <summary>Whether its next delivery had to be waited for.</summary>
    public bool HasWaited { get; set; }

    /// <summary>The server reports that it has ended; the rest of its audio may still arrive.</summary>
    [RealTime]
    public bool HasEnded { get; set; }

    /// <summary>Whether it is expected to deliver audio.</summary>
    public bool IsPlaying => !IsCorked && !HasEnded && !Stream.IsSuspended;

    /// <summary>Whether audio is expected but none has arrived yet: the server is still attaching the recording stream.</summary>
    public bool IsAttaching => IsPlaying && SeenEnd == 0;

    [RealTime]
    public long Position => Stream.Position;

    [RealTime]
    public long SeenEnd => Stream.SeenEnd;

    [RealTime]
    public void Delay(int frames) => Stream.Delay(frames);
}

using Continuo.Diagnostics;

namespace Continuo.Devices.Pulse.Applications;

/// <summary>A stream as an <see cref="InputLineup{T}"/> sees it.</summary>
internal interface ILineupMember
{
    /// <summary>Its number in the mixer.</summary>
    [RealTime]
    int Place { get; }

    /// <summary>The sink it is heard on: only streams of one sink are compared.</summary>
    [RealTime]
    uint Sink { get; }

    /// <summary>Whether it belongs to what is captured.</summary>
    [RealTime]
    bool IsOurs { get; }

    /// <summary>Whether nothing more will come, so that there is nothing to wait for.</summary>
    [RealTime]
    bool HasEnded { get; }

    /// <summary>The next frame that the mixer gets: frames since the stream's start.</summary>
    [RealTime]
    long Position { get; }

    /// <summary>How far the stream has delivered, read or not: frames since its start.</summary>
    [RealTime]
    long SeenEnd { get; }

    /// <summary>What the looks have found.</summary>
    [RealTime]
    LineupState Line { get; }

    /// <summary>As many frames were lost before the next one.</summary>
    [RealTime]
    void Delay(int frames);
}

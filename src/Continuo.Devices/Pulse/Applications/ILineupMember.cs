using Continuo.Diagnostics;

namespace Continuo.Devices.Pulse.Applications;

/// <summary>A stream as seen by <see cref="InputLineup{T}"/>.</summary>
internal interface ILineupMember
{
    /// <summary>Its index in the mixer.</summary>
    [RealTime]
    int Place { get; }

    /// <summary>The sink it plays to: only streams of one sink are compared.</summary>
    [RealTime]
    uint Sink { get; }

    /// <summary>Whether it belongs to the captured audio.</summary>
    [RealTime]
    bool IsOurs { get; }

    /// <summary>Whether no more audio will arrive, so that there is nothing to wait for.</summary>
    [RealTime]
    bool HasEnded { get; }

    /// <summary>The next frame for the mixer, in frames since the stream's start.</summary>
    [RealTime]
    long Position { get; }

    /// <summary>Number of frames delivered since its start, read or not.</summary>
    [RealTime]
    long SeenEnd { get; }

    /// <summary>Result of the comparisons.</summary>
    [RealTime]
    LineupState Line { get; }

    /// <summary>Records that frames were lost before the next one.</summary>
    [RealTime]
    void Delay(int frames);
}

using Continuo.Diagnostics;
using Continuo.Engine.Statistics;
using Continuo.Mixing;

namespace Continuo.Engine;

/// <summary>An input of an <see cref="AudioEngine"/> with its mixer track.</summary>
/// <remarks>Public members are thread-safe.</remarks>
public abstract class EngineInput : IDisposable
{
    private protected EngineInput(int id, MixTrack track) => (Id, Track) = (id, track);

    /// <summary>Number of the input within the engine.</summary>
    public int Id { get; }

    /// <summary>Display name.</summary>
    public string Name => Track.Name;

    /// <summary>The mixer track: gain, pan, mute, solo and statistics.</summary>
    public MixTrack Track { get; }

    /// <summary>Whether the input has ended. The engine then removes it.</summary>
    public abstract bool HasEnded { get; }

    /// <summary>Origin of the audio.</summary>
    public abstract EngineInputKind Kind { get; }

    /// <summary>Number of blocks with missing audio.</summary>
    public abstract long LateBlocks { get; }

    /// <summary>The mix's block count when the input was removed.</summary>
    internal long RemovedAt { get; set; }

    /// <summary>Returns the input's statistics. Allocates nothing.</summary>
    public abstract EngineInputStatistics GetStatistics();

    /// <summary>Frees all resources. Called by the engine after the input has left the mix.</summary>
    public abstract void Dispose();

    /// <summary>Delivers the audio that the mix renders next, if available. For the mixing thread.</summary>
    /// <param name="frames">A whole fraction of a block, always the same.</param>
    /// <param name="heard">When the first frame is heard, in nanoseconds of the engine's clock.</param>
    /// <param name="now">Current time.</param>
    [RealTime]
    internal abstract void Deliver(int frames, long heard, long now);

    /// <summary>Receives the number of rendered frames that are still to be heard. For the mixing thread.</summary>
    [RealTime]
    internal virtual void NoteLatency(long frames, long time)
    {
    }

    /// <summary>Checks whether the input's writer is still alive. Called occasionally, not by the mixing thread.</summary>
    internal virtual void Probe()
    {
    }
}

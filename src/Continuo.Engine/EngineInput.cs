using Continuo.Diagnostics;
using Continuo.Engine.Reports;
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

    /// <summary>The block count of the mix when the input was taken out of it.</summary>
    internal long RemovedAt { get; set; }

    /// <summary>Returns the input's statistics. Allocates nothing.</summary>
    public abstract EngineInputReport Report();

    /// <summary>Frees all resources. Called by the engine after the input has left the mix.</summary>
    public abstract void Dispose();

    /// <summary>Brings to the mix what it renders next, if it is there. For the mixing thread.</summary>
    /// <param name="frames">A whole fraction of a block, the same every time.</param>
    /// <param name="heard">When the first of them is heard, in nanoseconds of the engine's clock.</param>
    /// <param name="now">The present time.</param>
    [RealTime]
    internal abstract void Deliver(int frames, long heard, long now);

    /// <summary>Tells how many of the frames rendered so far are still to be heard. For the mixing thread.</summary>
    [RealTime]
    internal virtual void NoteLatency(long frames, long time)
    {
    }

    /// <summary>Looks whether who fills it still lives. Now and then, not by the mixing thread.</summary>
    internal virtual void Probe()
    {
    }
}

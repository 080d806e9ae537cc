using Continuo.Diagnostics;
using Continuo.Engine.Reports;
using Continuo.Mixing;

namespace Continuo.Engine;

/// <summary>One thing that an <see cref="AudioEngine"/> plays, and the track of the mix that it goes to.</summary>
/// <remarks>Public members are thread-safe.</remarks>
public abstract class EngineInput : IDisposable
{
    private protected EngineInput(int id, MixTrack track) => (Id, Track) = (id, track);

    /// <summary>The number by which the engine's clients name it.</summary>
    public int Id { get; }

    /// <summary>The name for people.</summary>
    public string Name => Track.Name;

    /// <summary>Gain, pan, mute and solo, and what became of the audio.</summary>
    public MixTrack Track { get; }

    /// <summary>Whether it is over, so that the engine takes it out.</summary>
    public abstract bool HasEnded { get; }

    /// <summary>Where its audio comes from.</summary>
    public abstract EngineInputKind Kind { get; }

    /// <summary>Blocks in which audio was missing so far.</summary>
    public abstract long LateBlocks { get; }

    /// <summary>The block count of the mix when the input was taken out of it.</summary>
    internal long RemovedAt { get; set; }

    /// <summary>How it is doing. Allocates nothing.</summary>
    public abstract EngineInputReport Report();

    /// <summary>Lets go of everything. Not while the engine mixes it; the engine does this itself.</summary>
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

using System.Numerics;
using Continuo.Diagnostics;

namespace Continuo.Rooms.Mixing;

/// <summary>
/// Decides from the levels of the ticks whether a speaker speaks: it begins with the second loud tick within 100 ms and ends after 300 ms
/// without one. A mutable struct of the tick; real-time-safe.
/// </summary>
[RealTime]
internal struct SpeechDetector(int blocksPerSecond)
{
    private readonly uint _begin = (1u << (blocksPerSecond / 10)) - 1;
    private readonly uint _end = (1u << (blocksPerSecond * 3 / 10)) - 1;
    private uint _history;

    /// <summary>Whether the speaker speaks.</summary>
    public bool IsSpeaking { get; private set; }

    /// <summary>Adds a tick; returns whether <see cref="IsSpeaking"/> has changed.</summary>
    /// <param name="isLoud">Whether its level is above the threshold.</param>
    public bool Take(bool isLoud)
    {
        _history = (_history << 1) | (isLoud ? 1u : 0);
        var speaks = IsSpeaking ? (_history & _end) != 0 : BitOperations.PopCount(_history & _begin) >= 2;
        if (speaks == IsSpeaking) return false;
        IsSpeaking = speaks;
        return true;
    }
}

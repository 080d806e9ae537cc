using System.Runtime.CompilerServices;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Srtp;

/// <summary>
/// The windows of the sources that share a key, found by SSRC (RFC 3711, 3.2.3). Bounded; a source is never replaced, because that would
/// allow its packets to be replayed. Not thread-safe; real-time-safe; allocates in the constructor.
/// </summary>
internal sealed class SourceWindows
{
    /// <summary>Maximum number of sources of one session and direction.</summary>
    public const int MaxSources = 16;

    private readonly uint[] _ssrcs = new uint[MaxSources];
    private readonly ReplayWindow[] _windows = new ReplayWindow[MaxSources];

    /// <summary>Number of sources.</summary>
    [RealTime]
    public int Count { get; private set; }

    /// <summary>Whether no new source can be added.</summary>
    [RealTime]
    public bool IsFull => Count == MaxSources;

    /// <summary>The window of a source; a null reference if it is new.</summary>
    [RealTime]
    public ref ReplayWindow Find(uint ssrc)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_ssrcs[i] == ssrc) return ref _windows[i];
        }

        return ref Unsafe.NullRef<ReplayWindow>();
    }

    /// <summary>Adds a source, unless <see cref="IsFull"/>.</summary>
    [RealTime]
    public ref ReplayWindow Add(uint ssrc)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Count, MaxSources);
        _ssrcs[Count] = ssrc;
        return ref _windows[Count++];
    }
}

using System.Diagnostics.CodeAnalysis;
using Continuo.Diagnostics;

namespace Continuo.Codecs.Opus;

/// <summary>Asserts that a codec's state is used by one thread at a time; two at once would silently corrupt it. Real-time-safe.</summary>
internal struct SingleOwner
{
    private int _isTaken;

    /// <summary>Begins a use.</summary>
    /// <exception cref="InvalidOperationException">Another thread is using the codec.</exception>
    [RealTime]
    public void Take()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0) ThrowTaken();
    }

    /// <summary>Ends a use.</summary>
    [RealTime]
    public void Release() => Volatile.Write(ref _isTaken, 0);

    [DoesNotReturn]
    private static void ThrowTaken() =>
        throw new InvalidOperationException("The codec is in use by another thread. Give each thread its own.");
}

using System.Diagnostics.CodeAnalysis;
using Continuo.Diagnostics;

namespace Continuo.Sinks;

/// <summary>What <see cref="IAudioSink.Interrupt"/> leaves behind for the thread that writes. One thread clears and checks it; <see cref="Request"/> is for any.</summary>
/// <remarks>All members are real-time-safe unless the interruption was requested.</remarks>
public sealed class Interruption
{
    private volatile bool _isRequested;

    /// <summary>Whether it was requested since the last <see cref="Clear"/>.</summary>
    [RealTime]
    public bool IsRequested => _isRequested;

    /// <summary>Asks whoever writes to end. Sticky until <see cref="Clear"/>.</summary>
    [RealTime]
    public void Request() => _isRequested = true;

    /// <summary>Forgets an earlier request: the sink is opened again.</summary>
    [RealTime]
    public void Clear() => _isRequested = false;

    /// <summary>Ends the call that is in progress if it was requested.</summary>
    /// <exception cref="OperationCanceledException">It was requested.</exception>
    [RealTime]
    public void ThrowIfRequested()
    {
        if (_isRequested) Throw();
    }

    [DoesNotReturn]
    private static void Throw() => throw new OperationCanceledException("The sink was interrupted.");
}

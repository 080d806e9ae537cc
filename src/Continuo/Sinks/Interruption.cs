using System.Diagnostics.CodeAnalysis;
using Continuo.Diagnostics;

namespace Continuo.Sinks;

/// <summary>
/// The request of <see cref="IAudioSink.Interrupt"/> to the writing thread. One thread clears and checks it; <see cref="Request"/> is
/// thread-safe.
/// </summary>
/// <remarks>All members are real-time-safe unless the interruption was requested.</remarks>
internal sealed class Interruption
{
    private volatile bool _isRequested;

    /// <summary>Whether an interruption was requested since the last <see cref="Clear"/>.</summary>
    [RealTime]
    public bool IsRequested => _isRequested;

    /// <summary>Requests an interruption. Remains in effect until <see cref="Clear"/>.</summary>
    [RealTime]
    public void Request() => _isRequested = true;

    /// <summary>Clears an earlier request, when the sink is reopened.</summary>
    [RealTime]
    public void Clear() => _isRequested = false;

    /// <summary>Throws if an interruption was requested.</summary>
    /// <exception cref="OperationCanceledException">An interruption was requested.</exception>
    [RealTime]
    public void ThrowIfRequested()
    {
        if (_isRequested) Throw();
    }

    [DoesNotReturn]
    private static void Throw() => throw new OperationCanceledException("The sink was interrupted.");
}

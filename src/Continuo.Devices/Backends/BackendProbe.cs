using System.Diagnostics;
using Continuo.Audio;

namespace Continuo.Devices.Backends;

/// <summary>Result of connecting to a backend's service once.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="Server">Name and version of the service; <see langword="null"/> if it does not run.</param>
/// <param name="Failure">Why it does not run.</param>
/// <param name="Time">How long it took.</param>
internal sealed record BackendProbe(IAudioBackend Backend, string? Server, AudioException? Failure, TimeSpan Time)
{
    /// <summary>Connects and disconnects. May block for seconds if the service hangs.</summary>
    public static BackendProbe Of(IAudioBackend backend)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var server = backend.Connect();
            return new BackendProbe(backend, server.Name, null, Stopwatch.GetElapsedTime(started));
        }
        catch (AudioException e)
        {
            return new BackendProbe(backend, null, e, Stopwatch.GetElapsedTime(started));
        }
    }
}

namespace Continuo.Devices.Backends;

/// <summary>Which backend is used, and why.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="Reason">Why it was chosen, as the end of a sentence: <c>it was requested</c>.</param>
/// <param name="IsFallback">Whether it is used because a preferred one does not run.</param>
/// <param name="IsRunning">Whether its service is known to run.</param>
internal sealed record BackendChoice(IAudioBackend Backend, string Reason, bool IsFallback, bool IsRunning);

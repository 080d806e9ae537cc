namespace Continuo.Devices.Backends;

/// <summary>An application that has streams on the audio server. Immutable: how it was when it was looked at.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="ProcessId">Its process; 0 if the server does not know it.</param>
/// <param name="Binary">Its program's file name, if known.</param>
/// <param name="Sessions">Its streams, at least one.</param>
public sealed record AudioApplication(string Name, int ProcessId, string? Binary, IReadOnlyList<AudioSession> Sessions)
{
    /// <summary>The address that captures it: <c>app:</c> and its process id, or its name if that is unknown.</summary>
    public string Address => ProcessId > 0 ? $"app:{ProcessId}" : $"app:{Name}";
}

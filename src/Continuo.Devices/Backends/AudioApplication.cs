namespace Continuo.Devices.Backends;

/// <summary>An application with streams on the audio server. An immutable snapshot.</summary>
/// <param name="Name">Display name.</param>
/// <param name="ProcessId">Process id; 0 if the server does not report it.</param>
/// <param name="Binary">File name of its program, if known.</param>
/// <param name="Sessions">Its streams; at least one.</param>
public sealed record AudioApplication(string Name, int ProcessId, string? Binary, IReadOnlyList<AudioSession> Sessions)
{
    /// <summary>
    /// The address that captures the application: <c>app:</c> with its process id, or with its name if the process is unknown.
    /// </summary>
    public string Address => ProcessId > 0 ? $"app:{ProcessId}" : $"app:{Name}";
}

namespace Continuo.Client.Contract;

/// <summary>An application that plays audio on the server's machine and can be opened as a stream.</summary>
/// <param name="Address">Address that captures it, for example <c>app:1234</c>.</param>
/// <param name="Name">Display name.</param>
/// <param name="ProcessId">Process id; 0 if the audio server does not report it.</param>
/// <param name="State">Whether it plays now.</param>
/// <param name="VolumePercent">Volume on the audio server's scale, 100 is unchanged; <see langword="null"/> if it has none.</param>
/// <param name="Muted">Whether all its streams are muted.</param>
/// <param name="Stream">Name of the stream that captures it; <see langword="null"/> if none does.</param>
public sealed record ApplicationStatus(
    string Address,
    string Name,
    int ProcessId,
    ApplicationState State,
    double? VolumePercent,
    bool Muted,
    string? Stream);

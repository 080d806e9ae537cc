using Continuo.Audio;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Devices.Backends;

/// <summary>
/// Chooses a backend when something is opened for the first time: the first whose service runs. The choice is kept once a running service
/// was found. Thread-safe.
/// </summary>
/// <param name="backends">The backends.</param>
/// <param name="name">Name of the backend; <see langword="null"/> chooses by what runs.</param>
/// <param name="chosen">Called once with the choice that is kept.</param>
internal sealed class AutomaticBackend(AudioBackends backends, string? name = null, Action<BackendChoice>? chosen = null) : IAudioBackend
{
    private readonly Lock _gate = new();
    private BackendChoice? _choice;

    /// <inheritdoc/>
    public string Name => name ?? "automatic";

    /// <inheritdoc/>
    public string Description => string.Join("; or ", backends.All.Select(b => b.Description));

    /// <summary>The backends to choose from.</summary>
    public IReadOnlyList<IAudioBackend> All => backends.All;

    /// <summary>The choice. May block for seconds if a service hangs.</summary>
    /// <exception cref="AudioException">There is no backend of the requested name.</exception>
    public BackendChoice Choice
    {
        get
        {
            BackendChoice choice;
            lock (_gate)
            {
                if (_choice is { } kept) return kept;
                choice = backends.Choose(name);
                if (!choice.IsRunning && name is null) return choice;
                _choice = choice;
            }

            chosen?.Invoke(choice);
            return choice;
        }
    }

    /// <inheritdoc/>
    public IAudioServer Connect() => Choice.Backend.Connect();

    /// <inheritdoc/>
    public IAudioSource CreateCapture(AudioAddress address, SourceRequest request) => Choice.Backend.CreateCapture(address, request);

    /// <inheritdoc/>
    public IAudioSource CreateApplicationCapture(AudioAddress address, SourceRequest request) =>
        Choice.Backend.CreateApplicationCapture(address, request);

    /// <inheritdoc/>
    public IAudioSource CreateSystemCapture(AudioAddress address, SourceRequest request) =>
        Choice.Backend.CreateSystemCapture(address, request);

    /// <inheritdoc/>
    public IOutputDevice CreateOutput(AudioAddress address, TimeSpan? latency, SinkRequest request) =>
        Choice.Backend.CreateOutput(address, latency, request);
}

using Continuo.Audio;

namespace Continuo.Devices.Backends;

/// <summary>The audio backends of a program, in order of preference. Thread-safe after registration.</summary>
internal sealed class AudioBackends
{
    private readonly List<IAudioBackend> _all = [];

    /// <summary>All registered backends.</summary>
    public IReadOnlyList<IAudioBackend> All => _all;

    /// <summary>Adds a backend; replaces one of the same name.</summary>
    public AudioBackends Add(IAudioBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        _all.RemoveAll(b => b.Name == backend.Name);
        _all.Add(backend);
        return this;
    }

    /// <summary>
    /// Returns the backend with a name. Without a name, returns the first whose service is running, or the first of all if none is;
    /// opening it then reports the error. A single backend is returned without a check.
    /// </summary>
    /// <param name="name">Name, not case-sensitive; <see langword="null"/> selects automatically.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is no backend of that name; the message lists the
    /// registered ones.</exception>
    public BackendChoice Choose(string? name = null)
    {
        if (name is not null) return new(Named(name), "it was requested", IsFallback: false, IsRunning: false);
        if (_all.Count <= 1)
        {
            return new(_all.FirstOrDefault() ?? throw Unknown("any"), "there is no other", IsFallback: false, IsRunning: false);
        }

        var failures = new List<string>();
        foreach (var backend in _all)
        {
            var probe = BackendProbe.Of(backend);
            if (probe.Failure is not { } failure)
            {
                var reason = failures.Count == 0 ? $"{probe.Server} runs" : $"{probe.Server} is there, but {string.Join("; ", failures)}";
                return new(backend, reason, failures.Count > 0, IsRunning: true);
            }

            failures.Add($"{backend.Name}: {failure.Happened}");
        }

        return new(_all[0], "no audio service runs", IsFallback: false, IsRunning: false);
    }

    private IAudioBackend Named(string name) =>
        _all.Find(b => string.Equals(b.Name, name, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(name);

    private AudioException Unknown(string name) => new(
        AudioErrorCode.NotFound,
        $"audio backend '{name}'",
        $"there is no such backend{Suggestions.Words(name, _all.Select(b => b.Name))}",
        _all.Count == 0 ? "Add one to the program" : $"Available: {string.Join(", ", _all.Select(b => $"{b.Name} ({b.Description})"))}");
}

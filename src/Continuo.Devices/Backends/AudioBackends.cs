using Continuo.Audio;

namespace Continuo.Devices.Backends;

/// <summary>The backends that a program has, in the order in which they are preferred. Thread-safe once it is set up.</summary>
public sealed class AudioBackends
{
    private readonly List<IAudioBackend> _all = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<IAudioBackend> All => _all;

    /// <summary>Adds one; one of the same name is replaced.</summary>
    public AudioBackends Add(IAudioBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        _all.RemoveAll(b => b.Name == backend.Name);
        _all.Add(backend);
        return this;
    }

    /// <summary>Chooses one: the one of a name; without a name, the first whose service runs. If none runs, the first: opening something says why. An only one is not asked.</summary>
    /// <param name="name"><see langword="null"/>: automatically. Case does not matter.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is none of that name, or none at all; the message lists those that there are.</exception>
    public IAudioBackend Choose(string? name = null)
    {
        if (name is not null) return _all.Find(b => string.Equals(b.Name, name, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(name);
        return _all.Count <= 1 ? _all.FirstOrDefault() ?? throw Unknown("any") : _all.Find(IsRunning) ?? _all[0];
    }

    private static bool IsRunning(IAudioBackend backend)
    {
        try
        {
            using var server = backend.Connect();
            return true;
        }
        catch (AudioException)
        {
            return false;
        }
    }

    private AudioException Unknown(string name) => new(
        AudioErrorCode.NotFound,
        $"audio backend '{name}'",
        $"there is no backend of that name here{Suggestions.Words(name, _all.Select(b => b.Name))}",
        _all.Count == 0 ? "Add one to the program" : $"Available: {string.Join(", ", _all.Select(b => $"{b.Name} ({b.Description})"))}");
}

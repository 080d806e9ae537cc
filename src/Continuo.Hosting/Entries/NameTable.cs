using Continuo.Audio;

namespace Continuo.Hosting.Entries;

/// <summary>
/// A host's entries of one kind by name (case-sensitive), in order of addition. A name is reserved while its entry is being opened. Used
/// under the host's gate.
/// </summary>
/// <param name="kind">Name of the kind for messages: <c>stream</c>.</param>
internal sealed class NameTable<T>(string kind)
    where T : class
{
    private readonly OrderedDictionary<string, T?> _entries = new(StringComparer.Ordinal);

    /// <summary>The entries that are open.</summary>
    public IEnumerable<T> Entries => _entries.Values.OfType<T>();

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the name is empty or in use.</exception>
    public void Reserve(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"{kind} ''", "the name is empty", "Choose a name");
        }

        if (!_entries.TryAdd(name, null))
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"{kind} '{name}'", "the name is in use",
                $"Choose another name, or remove the {kind} that has it");
        }
    }

    /// <summary>Sets the entry of a reserved name.</summary>
    public void Set(string name, T entry) => _entries[name] = entry;

    /// <summary>Removes a name, whether its entry was opened or not.</summary>
    public void Remove(string name) => _entries.Remove(name);

    public bool TryGet(string name, out T? entry) => _entries.TryGetValue(name, out entry) && entry is not null;

    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is none.</exception>
    public T Get(string name)
    {
        if (TryGet(name, out var entry)) return entry!;
        var known = string.Join(", ", Entries.Select(e => $"'{e}'"));
        throw new AudioException(AudioErrorCode.NotFound, $"{kind} '{name}'", $"this host has no {kind} of that name",
            known.Length == 0 ? $"It has no {kind}s; add one first" : $"It has {known}");
    }
}

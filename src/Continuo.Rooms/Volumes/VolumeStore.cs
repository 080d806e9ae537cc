using Continuo.Audio;

namespace Continuo.Rooms.Volumes;

/// <summary>
/// Remembers what listeners have set, in one file. Settings belong to a server and the stable ids of persons there: a stranger of the same
/// name elsewhere gets none of them. Thread-safe; nothing waits for the disk.
/// </summary>
public sealed class VolumeStore : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly VolumeFile _file;
    private readonly VolumeStoreOptions _options;
    private readonly Dictionary<(string Server, string Listener), StoredListener> _listeners = [];
    private readonly Lock _lock = new();
    private readonly Lock _writing = new();
    private readonly ITimer _timer;
    private bool _isChanged;
    private bool _disposed;
    private string? _problem;

    /// <summary>Reads the file; a missing one is created when something is set.</summary>
    /// <param name="path">Path of the file (JSON).</param>
    /// <param name="options"><see langword="null"/> uses the defaults.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InputOutput"/> if the file cannot be opened.</exception>
    public VolumeStore(string path, VolumeStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (_file, _options) = (new VolumeFile(path), options ?? new VolumeStoreOptions());
        _timer = _options.Time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            var found = _file.Read(_options.Time.GetUtcNow(), out var problem);
            foreach (var stored in found) _listeners[(stored.Server, stored.Listener)] = stored;
            Report(problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(AudioErrorCode.InputOutput, path, e.Message, "Choose a file that can be read and written", e);
        }
    }

    /// <summary>Called with what a listener has set, to copy it elsewhere. Must return at once and not throw.</summary>
    internal Action<string, ListenerSettings>? Copied { get; set; }

    /// <summary>What was wrong with the file last; <see langword="null"/> if nothing was.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Number of listeners with settings.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _listeners.Count;
        }
    }

    /// <summary>Returns what a listener has set; <see cref="ListenerSettings.None"/> if nothing.</summary>
    /// <param name="server">The server that the ids belong to.</param>
    /// <param name="listenerId">Stable id of the listener.</param>
    public ListenerSettings Find(string server, string listenerId)
    {
        lock (_lock)
        {
            if (!_listeners.TryGetValue((server, listenerId), out var stored)) return ListenerSettings.None;
            if (stored.LastUsed != Today)
            {
                _listeners[(server, listenerId)] = stored with { LastUsed = Today };
                Changed();
            }

            return stored.Settings;
        }
    }

    /// <summary>Remembers what a listener has set. Written to the disk a little later.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range.</exception>
    public void Set(string server, string listenerId, ListenerSettings settings)
    {
        Keep(server, listenerId, settings);
        Copied?.Invoke(listenerId, settings);
    }

    /// <summary>Remembers what a listener has set elsewhere.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range.</exception>
    internal void SetCopy(string server, string listenerId, ListenerSettings settings) => Keep(server, listenerId, settings);

    private void Keep(string server, string listenerId, ListenerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var stored = new StoredListener(server, listenerId, Today, [.. settings.Volumes], [.. settings.GroupsOff]);
        stored.Validate();
        lock (_lock)
        {
            if (settings.IsEmpty) _listeners.Remove((server, listenerId));
            else _listeners[(server, listenerId)] = stored;
            Changed();
        }
    }

    /// <summary>Writes what has changed now, and removes what was not used for long.</summary>
    /// <returns>Whether the file is up to date.</returns>
    public bool Flush()
    {
        lock (_writing)
        {
            IReadOnlyList<StoredListener> listeners;
            lock (_lock)
            {
                if (!_isChanged) return true;
                _isChanged = false;
                Expire();
                listeners = [.. _listeners.Values];
            }

            try
            {
                _file.Write(listeners);
                return true;
            }
            catch (AudioException e)
            {
                lock (_lock)
                {
                    _isChanged = true;
                    if (!_disposed) _timer.Change(RetryAfter, Timeout.InfiniteTimeSpan);
                }

                Report($"volumes are not saved: {e.Message}");
                return false;
            }
        }
    }

    /// <summary>Writes what has changed. Idempotent.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
        }

        _timer.Dispose();
        Flush();
    }

    private DateOnly Today => DateOnly.FromDateTime(_options.Time.GetUtcNow().UtcDateTime);

    private void Changed()
    {
        if (_isChanged || _disposed) return;
        _isChanged = true;
        _timer.Change(_options.SaveAfter, Timeout.InfiniteTimeSpan);
    }

    private void Expire()
    {
        var oldest = Today.AddDays(-(int)_options.KeepUnused.TotalDays);
        var gone = _listeners.Where(l => l.Value.LastUsed < oldest).Select(l => l.Key)
            .Concat(_listeners.OrderByDescending(l => l.Value.LastUsed).Skip(_options.MaxListeners).Select(l => l.Key)).ToArray();
        foreach (var key in gone) _listeners.Remove(key);
    }

    private void Report(string? problem)
    {
        if (problem is null) return;
        Volatile.Write(ref _problem, problem);
        if (_options.Logger is { } logger) VolumeLog.VolumesProblem(logger, problem);
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Devices.Backends;

/// <summary>
/// Raises events when devices are added or removed and when applications change, by listing them every two seconds, on its own thread.
/// Thread-safe.
/// </summary>
internal sealed class PollingWatcher : IAudioWatcher
{
    private const long PollNanoseconds = 2_000_000_000;

    private readonly Func<IReadOnlyList<AudioDevice>> _list;
    private readonly Func<IReadOnlyList<AudioApplication>>? _listApplications;
    private readonly MonotonicClock _clock;
    private readonly WakeSignal _stop = new();
    private readonly UserCode _userCode = new("the device watcher");
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="list">Lists the devices.</param>
    /// <param name="listApplications">Lists the applications; <see langword="null"/>: there are none.</param>
    /// <param name="clock">Clock of the polling; <see langword="null"/>: the system's.</param>
    public PollingWatcher(
        Func<IReadOnlyList<AudioDevice>> list, Func<IReadOnlyList<AudioApplication>>? listApplications = null, MonotonicClock? clock = null)
    {
        (_list, _listApplications, _clock) = (list, listApplications, clock ?? MonotonicClock.System);
        _thread = new Thread(Run) { IsBackground = true, Name = "audio device watcher" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public event EventHandler<AudioDeviceEventArgs>? DeviceAdded;

    /// <inheritdoc/>
    public event EventHandler<AudioDeviceEventArgs>? DeviceRemoved;

    /// <inheritdoc/>
    public event EventHandler? ApplicationsChanged;

    /// <inheritdoc/>
    public Task Ready => _ready.Task;

    /// <summary>Stops watching. After it returns no event is raised, unless it was called from an event handler.</summary>
    public void Dispose()
    {
        _stop.Set();
        if (Thread.CurrentThread != _thread) _thread.Join();
    }

    private void Run()
    {
        var before = List();
        var applications = ListApplications();
        _ready.TrySetResult();
        while (_clock.WaitUntil(_clock.Now + PollNanoseconds, _stop))
        {
            var now = List();
            foreach (var (key, device) in before)
            {
                if (!now.ContainsKey(key) && !_stop.IsSet) _userCode.Raise(DeviceRemoved, this, new AudioDeviceEventArgs(device));
            }

            foreach (var (key, device) in now)
            {
                if (!before.ContainsKey(key) && !_stop.IsSet) _userCode.Raise(DeviceAdded, this, new AudioDeviceEventArgs(device));
            }

            before = now;
            var current = ListApplications();
            if (!current.SequenceEqual(applications) && !_stop.IsSet) _userCode.Raise(ApplicationsChanged, this);
            applications = current;
        }
    }

    private Dictionary<(string Id, AudioDeviceKind Kind), AudioDevice> List()
    {
        var devices = new Dictionary<(string, AudioDeviceKind), AudioDevice>();
        try
        {
            foreach (var device in _list()) devices[(device.Id, device.Kind)] = device;
        }
        catch (AudioException)
        {
            // Without the service its devices are absent.
        }

        return devices;
    }

    // An application compares its list of sessions by reference, so the sessions stand for it.
    private List<(int ProcessId, AudioSession Session)> ListApplications()
    {
        try
        {
            return [.. _listApplications?.Invoke().SelectMany(a => a.Sessions.Select(s => (a.ProcessId, s))) ?? []];
        }
        catch (AudioException)
        {
            return [];
        }
    }
}

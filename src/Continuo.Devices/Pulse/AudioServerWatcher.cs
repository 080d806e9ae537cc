using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Devices.Backends;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Devices.Pulse;

/// <summary>
/// Raises events when devices are added or removed and when applications change. Events are raised one at a time on the watcher's own
/// thread. If the server stops, all its devices are reported as removed; when it returns, they are reported as added. Thread-safe.
/// </summary>
internal sealed class AudioServerWatcher : IAudioWatcher
{
    private const string Asked = "audio server";
    private const long RetryNanoseconds = 500_000_000;

    private readonly PulseConnection _connection;
    private readonly WakeSignal _stop = new();
    private readonly UserCode _userCode = new("the audio server's watcher");
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<(string Id, AudioDeviceKind Kind), AudioDevice> _devices = [];

    internal AudioServerWatcher(string? server)
    {
        _connection = new PulseConnection(server, "Continuo watcher");
        _thread = new Thread(Run) { IsBackground = true, Name = "audio server watcher" };
        _thread.Start();
    }

    /// <summary>Raised when a device was plugged in or created.</summary>
    public event EventHandler<AudioDeviceEventArgs>? DeviceAdded;

    /// <summary>Raised when a device was unplugged or removed.</summary>
    public event EventHandler<AudioDeviceEventArgs>? DeviceRemoved;

    /// <summary>Raised when an application has opened, closed or changed a stream.</summary>
    public event EventHandler? ApplicationsChanged;

    /// <summary>Number of exceptions thrown by event handlers. They do not affect other handlers.</summary>
    public long HandlerFaults => _userCode.Faults;

    /// <summary>Completes when all existing devices are known. Devices reported afterwards are new.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Stops watching. After it returns no event is raised, unless it was called from an event handler.</summary>
    public void Dispose()
    {
        _stop.Set();
        _connection.Interrupt();
        if (Thread.CurrentThread != _thread) _thread.Join();
    }

    private void Run()
    {
        while (!_stop.IsSet)
        {
            try
            {
                _connection.Connect(Asked);
                _connection.Subscribe(Asked, PulseFacility.Sink, PulseFacility.Source, PulseFacility.SinkInput);
                Compare(PulseListing.Devices(_connection, Asked));
                Follow();
            }
            catch (AudioException)
            {
                // No server: its devices are absent until it returns.
            }
            catch (OperationCanceledException)
            {
                break;
            }

            if (_stop.IsSet) break;
            Compare([]);
            SystemClock.Instance.WaitUntil(SystemClock.Instance.Now + RetryNanoseconds, _stop);
        }

        _connection.Dispose();
    }

    private void Follow()
    {
        while (_connection.Iterate(long.MaxValue / 2) >= 0 && _connection.IsUp && !_stop.IsSet)
        {
            var (devices, applications) = (_connection.TakeOverflow(), false);
            while (_connection.TryTakeEvent(out var happened))
            {
                if (happened.Facility == PulseFacility.SinkInput) applications = true;
                else if (happened.Kind != PulseEventKind.Change) devices = true;
            }

            if (devices) Compare(PulseListing.Devices(_connection, Asked));
            if (applications) _userCode.Raise(ApplicationsChanged, this);
        }
    }

    private void Compare(List<AudioDevice> now)
    {
        var before = _devices;
        _devices = [];
        foreach (var device in now) _devices[(device.Id, device.Kind)] = device;
        if (!_ready.TrySetResult() || before.Count > 0)
        {
            foreach (var (key, device) in before)
            {
                if (!_devices.ContainsKey(key)) _userCode.Raise(DeviceRemoved, this, new AudioDeviceEventArgs(device));
            }

            foreach (var (key, device) in _devices)
            {
                if (!before.ContainsKey(key)) _userCode.Raise(DeviceAdded, this, new AudioDeviceEventArgs(device));
            }
        }
    }
}

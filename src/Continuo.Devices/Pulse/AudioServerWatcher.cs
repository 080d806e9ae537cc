using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Devices.Backends;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Devices.Pulse;

/// <summary>
/// Tells of devices and applications that come and go, as the server announces them. The events come on a thread of the watcher's
/// own, one after another. A server that goes away takes all its devices with it; when it comes back they appear again. Thread-safe.
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

    /// <summary>A device has been plugged in or made.</summary>
    public event EventHandler<AudioDeviceEventArgs>? DeviceAdded;

    /// <summary>A device has been unplugged or removed.</summary>
    public event EventHandler<AudioDeviceEventArgs>? DeviceRemoved;

    /// <summary>An application has opened, closed or changed a stream.</summary>
    public event EventHandler? ApplicationsChanged;

    /// <summary>Number of handlers of the events have thrown; they disturb nobody else.</summary>
    public long HandlerFaults => _userCode.Faults;

    /// <summary>Completed when the devices that are there have been seen, so that what is told from then on is new.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Ends the watching. No event comes after it has returned, unless it is called from one.</summary>
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
                // No server: its devices are gone until it is back.
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

using System.Globalization;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Sources;

namespace Continuo.Devices.Pulse;

/// <summary>
/// Captures one source of the server (<c>device:</c>): a microphone, a line, or the monitor of a sink, which contains everything that the
/// sink plays. Follows the default when the user selects another one.
/// </summary>
internal sealed class DeviceSource : IAudioSource
{
    private const long AliveNanoseconds = 2_000_000_000;

    // Audio that begins during the sink's silence finds its position free.
    private const long LeadHoldNanoseconds = 50_000_000;

    private readonly PulseConnection _connection;
    private readonly SourceRequest _request;
    private readonly AudioAddress _address;
    private readonly List<PulseServer> _defaults = [];
    private GCHandle _defaultsHandle;
    private RecordStream? _stream;
    private string? _device;
    private bool _isSinkIdle;
    private bool _wasOpen;
    private long _leadTime = -1;

    public DeviceSource(AudioAddress address, SourceRequest request, string? server)
    {
        _address = address;
        _request = request;
        _connection = new PulseConnection(server, "Continuo");
        Format = request.Complete(AudioFormat.Default);
        Description = address.Text;
        PulseLimits.Check(address.Text, Format);
    }

    /// <inheritdoc/>
    public AudioFormat Format { get; private set; }

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Device;

    /// <inheritdoc/>
    public string Description { get; private set; }

    private bool IsDefault => _address.Target.Length == 0;

    /// <inheritdoc/>
    public void Open()
    {
        Close();
        _leadTime = -1;
        _connection.Rearm();
        var deadline = _request.Clock.DeadlineIn(_request.WaitForAppearance ?? TimeSpan.Zero);
        _connection.Connect(_address.Text);
        try
        {
            _connection.Subscribe(_address.Text, PulseFacility.Server, PulseFacility.Source);
            var server = PulseQueries.Server(_connection, _address.Text);
            _connection.HasContextPerStream = PulseNames.IsPipeWire(server);
            var device = Find(server, deadline);
            if (!_wasOpen) Format = _request.Complete(device.Format ?? AudioFormat.Default);
            PulseLimits.Check(_address.Text, Format);
            Attach(device.Name, device.MonitorName != null);
            _isSinkIdle = PulseQueries.SinkInputs(_connection, _address.Text).TrueForAll(i => i.Corked);
            Await(device.Name);
            Description = string.Create(
                CultureInfo.InvariantCulture,
                $"{device.Description} on {PulseNames.Of(server)}, buffer {_stream!.GrantedBuffer.TotalSeconds:0.0} s in fragments of "
                    + $"{_stream.GrantedFragment} frames");
            _wasOpen = true;
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The edge of real-time code: it runs libpulse's loop, and follows what changes on the server. What it does with audio is marked.
    /// </remarks>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_stream is not { } stream) return SourceRead.Lost;
        var clock = _request.Clock;
        var deadline = clock.DeadlineIn(timeout);
        var gap = 0L;
        while (true)
        {
            if (IsLeading(stream, clock.Now) && TryLead(destination, clock.Now - LeadHoldNanoseconds, whole: true, out var lead))
            {
                return lead;
            }

            while (stream.TryPeek(out var samples, out var hole))
            {
                if (_leadTime >= 0 && TryLead(destination, Math.Min(stream.CaptureTime, clock.Now), whole: false, out lead)) return lead;
                _leadTime = -1;
                if (hole > 0)
                {
                    gap += hole;
                    stream.Take(hole);
                    continue;
                }

                var take = Math.Min(samples.Length, destination.Length - (destination.Length % Format.Channels));
                if (take == 0) break;
                samples[..take].CopyTo(destination);
                var time = stream.CaptureTime;
                stream.Take(take / Format.Channels);
                return new SourceRead(SourceStatus.Data, take / Format.Channels, time, gap, gap > 0 ? GapReason.Device : GapReason.None);
            }

            if (_connection.IsInterrupted) return SourceRead.Nothing;
            var before = clock.Now;
            var handled = _connection.Iterate(deadline - before);
            if (handled < 0 || !_connection.IsUp) return Lose();
            var waited = clock.Now - before > PulseLimits.WaitedNanoseconds;
            if (_defaults.Count > 0 || _connection.HasEvents) FollowDefault();
            _stream?.Follow();
            if (_stream is not { IsClosed: false }) return Lose();
            stream = _stream;
            stream.Observe(clock, waited);
            if (handled > 0 || before < deadline) continue;
            return stream.IsSuspended ? SourceRead.Idle(before) : SourceRead.Nothing;
        }
    }

    /// <inheritdoc/>
    public void Interrupt() => _connection.Interrupt();

    /// <inheritdoc/>
    public void Dispose() => Close();

    // An idle sink may have rendered seconds of silence ahead, which its monitor delivered before we connected. As long as its server still
    // reports timing, that is why nothing arrives.
    private bool IsLeading(RecordStream stream, long now)
    {
        if (!_isSinkIdle || !stream.IsAwaitingSink || stream.IsSuspended || now - stream.ReportedAt > AliveNanoseconds) return false;
        if (_leadTime < 0) _leadTime = now;
        return true;
    }

    // Returns the silence that the sink rendered ahead, up to a time; only whole blocks while it continues.
    [RealTime]
    private bool TryLead(Span<float> destination, long until, bool whole, out SourceRead lead)
    {
        var room = destination.Length / Format.Channels;
        var frames = (int)Math.Min(Format.ToFrames(until - _leadTime), room);
        lead = SourceRead.Data(Math.Max(0, frames), _leadTime);
        if (frames <= 0 || (whole && frames < room)) return false;
        destination[..(frames * Format.Channels)].Clear();
        _leadTime += Format.ToNanoseconds(frames);
        return true;
    }

    private SourceRead Lose()
    {
        Close();
        return SourceRead.Lost;
    }

    private PulseEndpoint Find(PulseServer server, long deadline)
    {
        while (true)
        {
            var sources = PulseQueries.Sources(_connection, _address.Text);
            if (Choose(server, sources) is { } found) return found;
            var left = deadline - _request.Clock.Now;
            if (left <= 0) throw NotFound(sources);
            if (_connection.IsInterrupted) throw new OperationCanceledException();
            // A new device is announced by an event; the timeout only guards against a server that does not send it.
            if (!_connection.HasEvents && _connection.Iterate(Math.Min(left, 500_000_000)) < 0)
            {
                throw PulseConnection.Unavailable(_address.Text,
                    $"the connection to the audio server at {_connection.ServerName} was lost");
            }

            _connection.DropEvents();
            server = PulseQueries.Server(_connection, _address.Text);
        }
    }

    private PulseEndpoint? Choose(PulseServer server, List<PulseEndpoint> sources)
    {
        if (_address.Target.Length == 0) return sources.Find(s => s.Name == server.DefaultSource);
        return sources.Find(s => s.Name == _address.Target)
            ?? sources.Find(s => string.Equals(s.Description, _address.Target, StringComparison.OrdinalIgnoreCase));
    }

    private AudioException NotFound(List<PulseEndpoint> sources)
    {
        var happened = IsDefault ? "the server has no default input" : $"there is no input '{_address.Target}'";
        var remedy = sources.Count == 0
            ? "Connect a device"
            : $"Use one of: {string.Join(", ", sources.Select(s => $"device:{s.Name} ({s.Description})"))}";
        return new AudioException(AudioErrorCode.NotFound, _address.Text, happened, remedy);
    }

    private void Attach(string device, bool isMonitor)
    {
        _stream?.Dispose();
        _device = device;
        _stream = new RecordStream(_connection, Format, _request.ChunkFramesAt(Format.SampleRate), device, null, isMonitor);
    }

    private void Await(string device)
    {
        var deadline = _request.Clock.Now + (long)PulseConnection.ReplyTimeout.TotalNanoseconds;
        while (!_stream!.IsReady)
        {
            if (_connection.IsInterrupted) throw new OperationCanceledException();
            var left = deadline - _request.Clock.Now;
            if (left > 0 && !_stream.IsClosed && _connection.Iterate(left) >= 0)
            {
                _stream.Follow();
                _stream.Observe(_request.Clock, waited: false);
            }
            else
            {
                throw new AudioException(AudioErrorCode.InputOutput, _address.Text, $"the audio server refuses to record '{device}'",
                    "Check that the device works: pactl list sources");
            }
        }
    }

    // When the server reports a change: queries the default devices, and switches to the new one.
    private void FollowDefault()
    {
        var ask = _connection.TakeOverflow();
        while (_connection.TryTakeEvent(out var happened)) ask |= happened.Facility == PulseFacility.Server;
        if (!_defaultsHandle.IsAllocated) _defaultsHandle = GCHandle.Alloc(_defaults);
        if (ask && IsDefault) PulseQueries.BeginServer(_connection, _defaultsHandle);
        foreach (var server in _defaults)
        {
            if (server.DefaultSource is not { Length: > 0 } wanted || wanted == _device) continue;
            _isSinkIdle = false;
            Attach(wanted, wanted.EndsWith(".monitor", StringComparison.Ordinal));
        }

        _defaults.Clear();
    }

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
        _connection.Close();
        if (_defaultsHandle.IsAllocated) _defaultsHandle.Free();
        _defaults.Clear();
    }
}

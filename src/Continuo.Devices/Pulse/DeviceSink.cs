using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Devices.Pulse.Interop;
using Continuo.Diagnostics;
using Continuo.Sinks;

namespace Continuo.Devices.Pulse;

/// <summary>
/// Plays to an output of the server (<c>device:</c>). The writing thread runs the loop: a write waits until the server has room, so the
/// device's clock paces the caller. Underruns are counted.
/// </summary>
internal sealed unsafe class DeviceSink : IOutputDevice
{
    private readonly AudioAddress _address;
    private readonly PulseConnection _connection;
    // Two blocks of 10 ms: one is played while the other is written.
    private static readonly TimeSpan StandardLatency = TimeSpan.FromMilliseconds(20);

    private readonly TimeSpan? _fixedLatency;
    private nint _stream;
    private int _channels;
    private int _rate;
    private long _lastUnderrun;

    /// <param name="address">Address of the output.</param>
    /// <param name="latency">
    /// Size of the server's buffer; shorter is heard sooner and underruns more easily. <see langword="null"/>: 20 ms, unless set otherwise.
    /// </param>
    /// <param name="server">Address of the server.</param>
    public DeviceSink(AudioAddress address, TimeSpan? latency, string? server)
    {
        _address = address;
        _fixedLatency = latency;
        _connection = new PulseConnection(server, "Continuo");
        Description = address.Text;
    }

    /// <inheritdoc/>
    public string Description { get; private set; }

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <inheritdoc/>
    /// <remarks>
    /// As reported by the server: its buffer, the device's buffer and the path to it, extrapolated by the clock. Before the first report:
    /// the requested buffer less the audio requested but not yet written.
    /// </remarks>
    public long LatencyFrames { get; private set; }

    /// <inheritdoc/>
    public long Underruns { get; private set; }

    /// <inheritdoc/>
    public void Open(AudioFormat format)
    {
        _connection.Rearm();
        PulseLimits.Check(_address.Text, format);
        (_channels, _rate) = (format.Channels, format.SampleRate);
        LatencyFrames = format.ToFrames(_fixedLatency ?? StandardLatency);
        _connection.Connect(_address.Text);
        try
        {
            var server = PulseQueries.Server(_connection, _address.Text);
            var device = Find(server);
            Connect(format, device.Name);
            Description = $"{device.Description} on {PulseNames.Of(server)}";
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool WaitForRoom(int frames, TimeSpan timeout)
    {
        var granted = _stream == 0 ? null : LibPulse.StreamBuffer(_stream);
        var wanted = Math.Min((nuint)(frames * _channels * sizeof(float)), granted == null ? 0 : granted->TargetLength);
        var deadline = SystemClock.Instance.DeadlineIn(timeout);
        while (true)
        {
            ThrowIfInterrupted();
            var room = _stream == 0 ? nuint.MaxValue : LibPulse.StreamWritable(_stream);
            if (room == nuint.MaxValue) throw Lost();
            if (room >= wanted) return true;
            var left = deadline - SystemClock.Instance.Now;
            if (left <= 0) return false;
            Turn(left);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Half of it: the server asks whenever a quarter of what it is to hold has been played. With two blocks held and whole blocks written
    /// it would be down to one when it gets the next; with halves, to one and a half.
    /// </remarks>
    [RealTime]
    public int PieceFrames(int blockFrames) => blockFrames % 2 == 0 ? blockFrames / 2 : blockFrames;

    /// <inheritdoc/>
    /// <remarks>The server answers some time later; until then it holds what it held.</remarks>
    public bool TryHold(int frames)
    {
        if (_fixedLatency is not null) return false;
        if (_stream == 0) throw Lost();
        var buffer = Holding(frames);
        var operation = LibPulse.StreamSetBuffer(_stream, &buffer, null, 0);
        if (operation == 0) throw Lost();
        LibPulse.OperationUnref(operation);
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>The edge of real-time code: it runs libpulse's loop until the server has room.</remarks>
    public void Write(ReadOnlySpan<float> samples)
    {
        var frameBytes = _channels * sizeof(float);
        ThrowIfInterrupted();
        while (samples.Length > 0)
        {
            var room = _stream == 0 ? nuint.MaxValue : LibPulse.StreamWritable(_stream);
            if (room == nuint.MaxValue) throw Lost();
            var frames = Math.Min(samples.Length / _channels, (int)(room / (nuint)frameBytes));
            if (frames == 0)
            {
                Turn((long)PulseConnection.ReplyTimeout.TotalNanoseconds);
                ThrowIfInterrupted();
                continue;
            }

            fixed (float* data = samples)
            {
                if (LibPulse.StreamWrite(_stream, data, (nuint)(frames * frameBytes), 0, 0, 0) < 0) throw Lost();
            }

            samples = samples[(frames * _channels)..];
            FramesWritten += frames;
            // Sends the written audio; a request for more may already have arrived.
            if (_connection.Iterate(0) < 0) throw Lost();
        }

        CountUnderruns();
        NoteLatency(frameBytes);
    }

    /// <inheritdoc/>
    public void Finish()
    {
        ThrowIfInterrupted();
        if (_stream == 0) return;
        _connection.Run(LibPulse.StreamDrain(_stream, null, 0), _address.Text);
        CountUnderruns();
        Dispose();
    }

    /// <inheritdoc/>
    public void Interrupt() => _connection.Interrupt();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stream != 0)
        {
            _ = LibPulse.StreamDisconnect(_stream);
            LibPulse.StreamUnref(_stream);
            _stream = 0;
        }

        _connection.Close();
    }

    private PulseEndpoint Find(PulseServer server)
    {
        var sinks = PulseQueries.Sinks(_connection, _address.Text);
        var wanted = _address.Target.Length > 0 ? _address.Target : server.DefaultSink;
        return sinks.Find(s => s.Name == wanted)
            ?? sinks.Find(s => string.Equals(s.Description, wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new AudioException(
                AudioErrorCode.NotFound,
                _address.Text,
                _address.Target.Length > 0 ? $"there is no output '{_address.Target}'" : "the server has no default output",
                sinks.Count == 0
                    ? "Connect a device"
                    : $"Use one of: {string.Join(", ", sinks.Select(s => $"device:{s.Name} ({s.Description})"))}");
    }

    private void Connect(AudioFormat format, string device)
    {
        var spec = new SampleSpec
        {
            Format = LibPulse.Float32LittleEndian,
            Rate = (uint)format.SampleRate,
            Channels = (byte)format.Channels
        };
        var map = PulseChannels.MapOf(format.Layout);
        _stream = LibPulse.StreamNew(_connection.Context, "playback", &spec, &map);
        var buffer = Holding(LatencyFrames);
        const int Flags = LibPulse.AdjustLatency | LibPulse.AutoTimingUpdate | LibPulse.InterpolateTiming;
        if (_stream == 0 || LibPulse.StreamConnectPlayback(_stream, device, &buffer, Flags, null, 0) < 0) throw Refused(device);
        var deadline = SystemClock.Instance.Now + (long)PulseConnection.ReplyTimeout.TotalNanoseconds;
        while (LibPulse.StreamState(_stream) is var state && state != LibPulse.StreamReady)
        {
            ThrowIfInterrupted();
            var left = deadline - SystemClock.Instance.Now;
            if (state != LibPulse.StreamCreating || left <= 0 || _connection.Iterate(left) < 0) throw Refused(device);
        }

        _lastUnderrun = LibPulse.StreamUnderflowIndex(_stream);
        Underruns = 0;
    }

    private BufferAttributes Holding(long frames) => new()
    {
        MaxLength = uint.MaxValue,
        TargetLength = (uint)(frames * _channels * sizeof(float)),

        // Playback starts when half is filled: a caller that writes blocks may never fill all of it, because the server may grant a little
        // more than requested.
        PreBuffer = (uint)(frames / 2 * _channels * sizeof(float)),
        MinRequest = uint.MaxValue,
        FragmentSize = uint.MaxValue,
    };

    private void NoteLatency(int frameBytes)
    {
        ulong microseconds;
        int negative;
        if (LibPulse.StreamLatency(_stream, &microseconds, &negative) == 0)
        {
            LatencyFrames = negative != 0 ? 0 : (long)microseconds * _rate / 1_000_000;
            return;
        }

        var granted = LibPulse.StreamBuffer(_stream);
        var left = LibPulse.StreamWritable(_stream);
        if (granted != null && left <= granted->TargetLength) LatencyFrames = (long)(granted->TargetLength - left) / frameBytes;
    }

    private void Turn(long nanoseconds)
    {
        if (_connection.Iterate(nanoseconds) < 0 || !_connection.IsUp) throw Lost();
    }

    private void ThrowIfInterrupted()
    {
        if (_connection.IsInterrupted) throw new OperationCanceledException($"Playing to {Description} was interrupted.");
    }

    private void CountUnderruns()
    {
        var index = LibPulse.StreamUnderflowIndex(_stream);
        if (index == _lastUnderrun) return;
        _lastUnderrun = index;
        Underruns++;
    }

    private AudioException Lost() =>
        PulseConnection.Unavailable(_address.Text,
            $"the device or the connection to the audio server at {_connection.ServerName} was lost");

    private AudioException Refused(string device) =>
        new(AudioErrorCode.InputOutput, _address.Text, $"the audio server refuses to play to '{device}'",
            "Check that the device works: pactl list sinks");
}

using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Sinks;
using NAudio.CoreAudioApi;

namespace Continuo.Devices.Wasapi;

/// <summary>
/// Plays to an output in shared mode. Of a buffer of 200 ms only the held part is filled, so that <see cref="TryHold"/> can change it while
/// it plays. Underruns are counted.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class WasapiSink : IOutputDevice
{
    private const int WaitMilliseconds = 10;
    private const long UnitsPerSecond = 10_000_000;
    private static readonly TimeSpan StandardLatency = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Buffer = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);

    private readonly AudioAddress _address;
    private readonly TimeSpan? _fixedLatency;
    private readonly MonotonicClock _clock;
    private readonly Interruption _interruption = new();
    private readonly AutoResetEvent _event = new(false);
    private AudioClient? _client;
    private AudioRenderClient? _render;
    private AudioClockClient? _position;
    private AudioFormat _format = AudioFormat.Default;
    private int _buffer;
    private int _least;
    private int _hold;
    private long _written;
    private long _underruns;
    private bool _isRunning;
    private bool _isDry;

    /// <param name="address">Address of the output.</param>
    /// <param name="latency">Fixed length of the buffer; <see langword="null"/>: 20 ms, unless set otherwise.</param>
    /// <param name="clock">Clock of the waits.</param>
    public WasapiSink(AudioAddress address, TimeSpan? latency, MonotonicClock clock)
    {
        (_address, _fixedLatency, _clock) = (address, latency, clock);
        Description = address.Text;
    }

    /// <inheritdoc/>
    public string Description { get; private set; }

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <inheritdoc/>
    public long LatencyFrames { get; private set; }

    /// <inheritdoc/>
    public long Underruns => Volatile.Read(ref _underruns);

    /// <inheritdoc/>
    public void Open(AudioFormat format)
    {
        Dispose();
        _interruption.Clear();
        _format = format;
        try
        {
            using var enumerator = new MMDeviceEnumerator();
            using var device = WasapiDevices.FindOutput(enumerator, _address.Text, _address.Target);
            _client = device.CreateAudioClient();
            var flags = AudioClientStreamFlags.EventCallback;
            if (!WasapiFormats.IsSame(_client.MixFormat, format))
            {
                flags |= AudioClientStreamFlags.AutoConvertPcm | AudioClientStreamFlags.SrcDefaultQuality;
            }

            var length = (_fixedLatency ?? Buffer) > Buffer ? _fixedLatency!.Value : Buffer;
            _client.Initialize(AudioClientShareMode.Shared, flags, length.Ticks, 0, WasapiFormats.Of(format), Guid.Empty);
            _client.SetEventHandle(_event.SafeWaitHandle.DangerousGetHandle());
            _render = _client.AudioRenderClient;
            _position = _client.AudioClockClient;
            _buffer = _client.BufferSize;
            // Fewer than two periods would run dry between two wake-ups.
            _least = (int)Math.Min(_buffer, 2 * _client.DefaultDevicePeriod * format.SampleRate / UnitsPerSecond);
            Hold(format.ToFrames(_fixedLatency ?? StandardLatency));
            Description = $"{device.FriendlyName} on {WasapiServer.ServiceName}";
        }
        catch (COMException e)
        {
            Dispose();
            throw WasapiFailure.OfOpening(_address.Text, e);
        }
        catch
        {
            Dispose();
            throw;
        }

        (_written, _isRunning, _isDry) = (0, false, false);
        LatencyFrames = _hold;
    }

    /// <inheritdoc/>
    public bool WaitForRoom(int frames, TimeSpan timeout)
    {
        var deadline = _clock.DeadlineIn(timeout);
        while (true)
        {
            _interruption.ThrowIfRequested();
            if (Room() >= Math.Min(frames, _hold)) return true;
            if (_clock.Now >= deadline) return false;
            _event.WaitOne(WaitMilliseconds);
        }
    }

    /// <inheritdoc/>
    [RealTime]
    public int PieceFrames(int blockFrames) => blockFrames;

    /// <inheritdoc/>
    public bool TryHold(int frames)
    {
        if (_fixedLatency is not null) return false;
        if (_client is null) throw WasapiFailure.Lost(_address.Text);
        Hold(frames);
        return _hold >= frames;
    }

    /// <inheritdoc/>
    /// <remarks>The edge of real-time code: it waits for the device.</remarks>
    public void Write(ReadOnlySpan<float> samples)
    {
        while (samples.Length > 0)
        {
            _interruption.ThrowIfRequested();
            var frames = Math.Min(Room(), samples.Length / _format.Channels);
            if (frames <= 0)
            {
                _event.WaitOne(WaitMilliseconds);
                continue;
            }

            Put(samples[..(frames * _format.Channels)], frames);
            samples = samples[(frames * _format.Channels)..];
        }

        NoteLatency();
    }

    /// <inheritdoc/>
    public void Finish()
    {
        _interruption.ThrowIfRequested();
        if (_client is null) return;
        try
        {
            if (!_isRunning && _written > 0) Start();
            var deadline = _clock.DeadlineIn(DrainPatience + _format.ToTime(_buffer));
            // What has left the buffer is still on its way to the loudspeaker.
            while ((_client.CurrentPadding > 0 || Played() < _written) && _clock.Now < deadline)
            {
                _interruption.ThrowIfRequested();
                _event.WaitOne(WaitMilliseconds);
            }
        }
        catch (COMException)
        {
            throw WasapiFailure.Lost(_address.Text);
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _interruption.Request();
        _event.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _client?.Stop();
        }
        catch (COMException)
        {
            // The device has been removed.
        }

        _position?.Dispose();
        _render?.Dispose();
        _client?.Dispose();
        (_position, _render, _client) = (null, null, null);
    }

    private void Hold(long frames) => _hold = (int)Math.Clamp(frames, _least, _buffer);

    // Frames until the hold is filled. An empty buffer of a running device is an underrun, counted once.
    private int Room()
    {
        try
        {
            var padding = (_client ?? throw WasapiFailure.Lost(_address.Text)).CurrentPadding;
            if (padding == 0 && _isRunning && !_isDry) Volatile.Write(ref _underruns, _underruns + 1);
            _isDry = padding == 0;
            return Math.Max(0, _hold - padding);
        }
        catch (COMException)
        {
            throw WasapiFailure.Lost(_address.Text);
        }
    }

    private void Put(ReadOnlySpan<float> samples, int frames)
    {
        try
        {
            samples.CopyTo(new Span<float>((void*)_render!.GetBuffer(frames), samples.Length));
            _render.ReleaseBuffer(frames, AudioClientBufferFlags.None);
            FramesWritten += frames;
            _written += frames;
            if (!_isRunning && _written >= _hold / 2) Start();
        }
        catch (COMException)
        {
            throw WasapiFailure.Lost(_address.Text);
        }
    }

    private void Start()
    {
        _client!.Start();
        _isRunning = true;
    }

    // The position counts bytes or frames by its own frequency.
    private long Played() => _isRunning && _position!.GetPosition(out var position, out _)
        ? (long)((UInt128)position * (ulong)_format.SampleRate / _position.Frequency)
        : 0;

    private void NoteLatency()
    {
        try
        {
            if (Played() is var played and > 0) LatencyFrames = Math.Max(0, _written - played);
        }
        catch (COMException)
        {
            // The next write reports it.
        }
    }
}

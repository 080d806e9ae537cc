using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Sources;
using NAudio.CoreAudioApi;

namespace Continuo.Devices.Wasapi;

/// <summary>Captures in shared mode, woken by the device's event.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class WasapiSource : IAudioSource
{
    // Some loopbacks signal no event; asking every period costs little.
    private const int WaitMilliseconds = 10;
    private const int AppearanceMilliseconds = 200;

    private readonly AudioAddress _address;
    private readonly SourceRequest _request;
    private readonly Func<ICaptureTarget> _create;
    private readonly AutoResetEvent _event = new(false);
    private ICaptureTarget? _target;
    private AudioClient? _client;
    private AudioCaptureClient? _capture;
    private PacketTimeline? _timeline;
    private float[] _packet = [];
    private int _packetFrames;
    private int _packetNext;
    private long _packetTime;
    private long _lost;
    private bool _wasOpen;
    private volatile bool _isInterrupted;

    /// <param name="address">The address.</param>
    /// <param name="request">Requested format, chunk size and clock.</param>
    /// <param name="create">Creates what is captured, when it is opened.</param>
    public WasapiSource(AudioAddress address, SourceRequest request, Func<ICaptureTarget> create)
    {
        (_address, _request, _create) = (address, request, create);
        Format = request.Complete(AudioFormat.Default);
        Description = address.Text;
    }

    /// <inheritdoc/>
    public AudioFormat Format { get; private set; }

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Device;

    /// <inheritdoc/>
    public string Description { get; private set; }

    /// <inheritdoc/>
    public void Open()
    {
        Close();
        _isInterrupted = false;
        _target ??= _create();
        var deadline = _request.Clock.DeadlineIn(_request.WaitForAppearance ?? TimeSpan.Zero);
        try
        {
            _client = OpenWhenThere(deadline, out var format);
            if (!_wasOpen) Format = format;
            _client.SetEventHandle(_event.SafeWaitHandle.DangerousGetHandle());
            _capture = _client.AudioCaptureClient;
            _packet = GC.AllocateArray<float>(_client.BufferSize * Format.Channels, pinned: true);
            _timeline = new PacketTimeline(Format);
            _client.Start();
        }
        catch (COMException e)
        {
            Close();
            throw WasapiFailure.OfOpening(_address.Text, e);
        }

        (_packetFrames, _packetNext, _lost, _wasOpen) = (0, 0, 0, true);
        _timeline.Start(_request.Clock.Now);
        Description =
            $"{_target.Description} on {WasapiServer.ServiceName}, buffer {Format.ToTime(_client.BufferSize).TotalMilliseconds:0} ms";
    }

    /// <inheritdoc/>
    /// <remarks>The edge of real-time code: it waits for the device. What it does with audio is marked.</remarks>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_client is null || _target is not { } target) return SourceRead.Lost;
        var clock = _request.Clock;
        var deadline = clock.DeadlineIn(timeout);
        try
        {
            while (!_isInterrupted)
            {
                if (_packetNext < _packetFrames || TryFetch()) return Deliver(destination);
                if (target.HasMoved) return _request.EndWithApplication && target is ProcessTarget ? SourceRead.End : Lose();
                var now = clock.Now;
                if (target.IsLoopback && _timeline!.IsIdle(now)) return WaitIdle(now);
                if (now >= deadline) return SourceRead.Nothing;
                _event.WaitOne(WaitMilliseconds);
            }

            return SourceRead.Nothing;
        }
        catch (COMException)
        {
            return Lose();
        }
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _isInterrupted = true;
        _event.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _target?.Dispose();
        _target = null;
    }

    private SourceRead WaitIdle(long now)
    {
        _event.WaitOne(WaitMilliseconds);
        return SourceRead.Idle(now);
    }

    // A packet is taken whole: Windows does not allow a part of it.
    private bool TryFetch()
    {
        if (_capture!.GetNextPacketSize() <= 0) return false;
        var buffer = _capture.GetBuffer(out var frames, out var flags, out var position, out var counter);
        var samples = _packet.AsSpan(0, frames * Format.Channels);
        if (flags.HasFlag(AudioClientBufferFlags.Silent)) samples.Clear();
        else new ReadOnlySpan<float>((void*)buffer, samples.Length).CopyTo(samples);
        _capture.ReleaseBuffer(frames);
        var packet = new CapturePacket(frames, position, counter, flags.HasFlag(AudioClientBufferFlags.DataDiscontinuity),
            flags.HasFlag(AudioClientBufferFlags.TimestampError));
        (_packetTime, var lost) = _timeline!.Place(packet, _request.Clock.Now);
        _lost += lost;
        (_packetFrames, _packetNext) = (frames, 0);
        return frames > 0;
    }

    [RealTime]
    private SourceRead Deliver(Span<float> destination)
    {
        var frames = Math.Min(_packetFrames - _packetNext, destination.Length / Format.Channels);
        _packet.AsSpan(_packetNext * Format.Channels, frames * Format.Channels).CopyTo(destination);
        var read = new SourceRead(SourceStatus.Data, frames, _packetTime + Format.ToNanoseconds(_packetNext), _lost,
            _lost > 0 ? GapReason.Device : GapReason.None);
        _packetNext += frames;
        _lost = 0;
        return read;
    }

    private AudioClient OpenWhenThere(long deadline, out AudioFormat format)
    {
        while (true)
        {
            try
            {
                return _target!.Open(_wasOpen ? Format : null, out format);
            }
            catch (AudioException e) when (e.Code == AudioErrorCode.NotFound && _request.Clock.Now < deadline)
            {
                _event.WaitOne(AppearanceMilliseconds);
                if (_isInterrupted) throw new OperationCanceledException($"Opening {_address.Text} was interrupted.", e);
            }
        }
    }

    private SourceRead Lose()
    {
        Close();
        return SourceRead.Lost;
    }

    private void Close()
    {
        try
        {
            _client?.Stop();
        }
        catch (COMException)
        {
            // The device has been removed.
        }

        _capture?.Dispose();
        _client?.Dispose();
        (_capture, _client) = (null, null);
    }
}

using Continuo.Audio;
using Continuo.Rings;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;
using Continuo.Streams;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>
/// Sends a stream to its listeners: encodes each packet once, protects it for each listener, and sends in batches. A subscription of the stream, so that it runs
/// on a thread of its own and a listener cannot delay anyone: UDP does not wait. Allocates nothing per packet.
/// </summary>
internal sealed class ListenFeed : IPacketWire, IDisposable
{
    /// <summary>Audio older than this is skipped: a listener hears the present rather than what was missed.</summary>
    private static readonly TimeSpan MaxLag = TimeSpan.FromMilliseconds(200);

    private const int BatchDatagrams = 64;
    private const int MaxDatagramBytes = 1500;

    private readonly SessionPort _port;
    private readonly TimeProvider _wallClock;
    private readonly IPacketEncoder _encoder;
    private readonly Packetizer _packetizer;
    private readonly FeedInput _input;
    private readonly DatagramBatch _batch = new(BatchDatagrams, MaxDatagramBytes);
    private readonly LevelGauge _level = new();
    private readonly Lock _control = new(); // among controlling threads
    private readonly Subscription _subscription;
    private Listener[] _listeners = [];
    private RedVariant[] _variants = [];
    private long _run = -1;
    private long _next; // capture time of the frame after the last one
    private bool _isIdle = true;
    private long _refused;
    private bool _isDisposed;

    /// <summary>Creates a feed.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.LibraryMissing"/>: libopus, or libsoxr for a stream whose rate Opus does not have.</exception>
    public ListenFeed(AudioStream stream, FeedSetting setting, SessionPort port, TimeProvider wallClock)
    {
        (Stream, Setting, _port, _wallClock) = (stream, setting, port, wallClock);
        var channels = setting.Stereo ? 2 : 1;
        Codec = CodecRegistry.Describe("opus", new AudioFormat(FeedInput.RateFor(stream.Format), channels), TimeSpan.FromMilliseconds(setting.PacketMilliseconds));
        _encoder = CodecRegistry.CreateEncoder(Codec, setting.Preset);
        _packetizer = new Packetizer(_encoder, this);
        try
        {
            _input = new FeedInput(stream.Format, Codec.Format, Encode);
            _subscription = stream.Subscribe(Take, new SubscriptionOptions { Name = "whep", Reader = RingReaderOptions.Default with { MaxLag = MaxLag } });
        }
        catch
        {
            _input?.Dispose();
            _encoder.Dispose();
            throw;
        }
    }

    public AudioStream Stream { get; }

    public FeedSetting Setting { get; }

    public PacketCodec Codec { get; }

    /// <summary>Packets that the system refused to send.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Adds a listener, whose packets begin with the next one.</summary>
    public void Add(Listener listener)
    {
        lock (_control)
        {
            if (listener.Variant is { } type && !_variants.Any(v => v.PayloadType == type)) Volatile.Write(ref _variants, [.. _variants, new RedVariant(type)]);
            Volatile.Write(ref _listeners, [.. _listeners, listener]);
        }
    }

    /// <summary>Removes a listener. Its packet that is being sent is the last.</summary>
    public void Remove(Listener listener)
    {
        lock (_control) Volatile.Write(ref _listeners, [.. _listeners.Where(l => l != listener)]);
    }

    /// <inheritdoc/>
    public void Send(in OutgoingPacket packet)
    {
        var now = _port.Clock.Now;
        var wall = _wallClock.GetUtcNow().UtcDateTime;
        var captured = packet.CaptureTime < 0 ? now - Codec.Format.ToNanoseconds(packet.Frames) : packet.CaptureTime;
        var timestamp = (uint)Codec.ToClock(packet.MediaTime);
        var sending = new Sending(timestamp, RtcpSenderReport.ToNtp(wall.AddTicks((captured - now) / 100)), RtcpSenderReport.ToNtp(wall), _level.Take(), packet.IsFirst, now)
        {
            TimestampNow = timestamp + (uint)Codec.ToClock(Codec.Format.ToFrames(now - captured)),
        };
        var variants = Volatile.Read(ref _variants);
        foreach (var variant in variants) variant.Write(timestamp, packet.Payload);
        foreach (var listener in Volatile.Read(ref _listeners))
        {
            Send(listener, listener.Variant is { } type ? PayloadOf(variants, type, packet.Payload) : packet.Payload, sending);
        }

        Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_control)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }

        _subscription.Dispose();
        // The handler may be running; what it uses goes when it has returned.
        _ = _subscription.Drained.ContinueWith(_ => Free(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Send(Listener listener, ReadOnlySpan<byte> payload, in Sending sending)
    {
        try
        {
            Queue(listener.Write(_batch.Next, payload, sending, out var to), to);
            if (listener.IsReportDue(sending.Now)) Queue(listener.WriteReport(_batch.Next, sending, out to), to);
        }
        catch (Exception e)
        {
            // An internal error ends only this listener's session.
            _port.UserCode.Count(e, "A listener's packet");
            listener.Connection!.End($"sending failed unexpectedly ({e.Message})");
        }
    }

    private static ReadOnlySpan<byte> PayloadOf(RedVariant[] variants, byte type, ReadOnlySpan<byte> plain)
    {
        foreach (var variant in variants)
        {
            if (variant.PayloadType == type) return variant.Payload;
        }

        return plain;
    }

    private void Take(in AudioChunk chunk)
    {
        if (Volatile.Read(ref _listeners).Length == 0)
        {
            _isIdle = true;
            return;
        }

        var gap = chunk.Gap.Frames;
        if (_isIdle || _run != _subscription.Run)
        {
            // Nothing was encoded for a while, or the stream was restarted: timestamps go on as time does.
            gap = _next == 0 ? 0 : Math.Max(0, chunk.Format.ToFrames(chunk.CaptureTime - _next));
            (_isIdle, _run) = (false, _subscription.Run);
        }

        _next = chunk.CaptureTime + chunk.Format.ToNanoseconds(chunk.Frames);
        _input.Write(chunk.Samples, chunk.CaptureTime, gap);
    }

    private void Free()
    {
        _input.Dispose();
        _encoder.Dispose();
    }

    private void Encode(ReadOnlySpan<float> samples, long captureTime, long gap)
    {
        _level.Add(samples);
        _packetizer.Write(samples, captureTime, gap);
    }

    private void Queue(int bytes, in PeerAddress to)
    {
        if (bytes > 0) _batch.Add(bytes, to);
        if (_batch.Count == _batch.Capacity) Flush();
    }

    private void Flush()
    {
        if (_batch.Count > 0) Volatile.Write(ref _refused, _refused + _batch.Count - _port.Send(_batch));
        _batch.Clear();
    }
}

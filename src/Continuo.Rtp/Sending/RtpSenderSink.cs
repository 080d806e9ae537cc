using System.Globalization;
using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;
using Continuo.Sinks;

namespace Continuo.Rtp.Sending;

/// <summary>
/// Sends audio as RTP over UDP (RFC 3550) in Opus (RFC 7587), L16 or L24 (RFC 3190) to a receiver or a multicast group, with RTCP. The
/// writing thread also encodes and sends; writing does not allocate. The receiver need not exist yet. Statistics may be read from any
/// thread.
/// </summary>
public sealed class RtpSenderSink : IAudioSink
{
    private readonly RtpSenderOptions _options;
    private readonly MonotonicClock _clock;
    private readonly TimeProvider _wallClock;
    private readonly Interruption _interruption = new();
    private IPacketTransport? _transport;
    private IPacketEncoder? _encoder;
    private Packetizer? _packetizer;
    private RtpStreamWriter? _writer;
    private RtcpSenderSession? _session;
    private PacketCodec? _codec;
    private bool _isOpen;

    /// <summary>Creates the sink. <see cref="Open"/> opens the socket.</summary>
    /// <param name="options">Destination, codec and packets.</param>
    /// <param name="clock">Clock of the capture times; <see langword="null"/> for the system clock.</param>
    /// <param name="wallClock">Wall clock for sender reports; <see langword="null"/> for the system clock.</param>
    public RtpSenderSink(RtpSenderOptions options, MonotonicClock? clock = null, TimeProvider? wallClock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _clock = clock ?? SystemClock.Instance;
        _wallClock = wallClock ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Description => _codec is null ? _options.Destination.ToString() : $"{_options.Destination} ({_codec})";

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <summary>Packet loss in percent that in-band forward error correction is tuned for now.</summary>
    public int ExpectedLossPercent => _encoder is OpusPacketEncoder opus ? opus.Settings.ExpectedLossPercent : 0;

    /// <summary>Session description (SDP) for receivers; <see langword="null"/> before <see cref="Open"/>.</summary>
    public string? SessionDescription { get; private set; }

    /// <summary>Statistics; <see langword="null"/> before <see cref="Open"/>.</summary>
    public RtpSenderStatistics? Statistics => _session is null ? null : TakeStatistics();

    /// <summary>Creates the sink of an <c>rtp://</c> address.</summary>
    /// <exception cref="AudioException">The address or one of its options is wrong.</exception>
    public static IAudioSink FromAddress(AudioAddress address, SinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new RtpSenderSink(RtpSenderOptions.FromAddress(address), request.Clock);
    }

    /// <inheritdoc/>
    /// <exception cref="AudioException">
    /// The host is unknown or unreachable, the codec does not support the format, the SDP file cannot be written, or libopus is not
    /// installed.
    /// </exception>
    public void Open(AudioFormat format)
    {
        _interruption.Clear();
        Dispose();
        FramesWritten = 0;
        _codec = _options.CodecFor(format);
        var destination = _options.Destination.Resolve(_interruption);
        var origin = _options.Transport is null ? RtpSession.RouteTo(destination) : IPAddress.Loopback;
        var loss = _options.InBandFec ? _options.ExpectedLossPercent : 0;
        var preset = _options.Preset with { Settings = _options.Preset.Settings with { ExpectedLossPercent = loss } };
        _encoder = CodecRegistry.CreateEncoder(_codec, preset);
        (_transport, var control) = RtpSession.OpenTransport(destination, _options);
        _writer = new RtpStreamWriter(_codec, _options, _transport, PeerAddress.From(destination));
        _packetizer = new Packetizer(_encoder, _writer);
        var name = string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessId}.{_transport.Local.Port}@{Environment.MachineName}");
        _session = new RtcpSenderSession(_codec, _writer, _transport, PeerAddress.From(control), name, _clock, _wallClock);
        SessionDescription = RtpSession.Describe(_codec, _options, destination, origin,
            RtcpSenderReport.ToNtp(_wallClock.GetUtcNow().UtcDateTime));
        if (_options.SdpFile is { } path) Save(path, SessionDescription);
        _isOpen = true;
    }

    /// <inheritdoc/>
    public bool KeepsTiming => true;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> samples) => WriteTimed(samples, -1, 0);

    /// <inheritdoc/>
    public void WriteTimed(ReadOnlySpan<float> samples, long captureTime, long gapFrames)
    {
        _interruption.ThrowIfRequested();
        if (!_isOpen) throw new AudioException(AudioErrorCode.InputOutput, Description, "it is not open", "Open it first");
        _packetizer!.Write(samples, captureTime, gapFrames);
        FramesWritten = _packetizer.Position;
        _session!.Poll();
        if (_options.InBandFec) FollowLoss();
    }

    /// <summary>Sends the remaining audio and an RTCP goodbye.</summary>
    public void Finish()
    {
        _interruption.ThrowIfRequested();
        if (_isOpen) _packetizer!.Finish();
        Dispose();
    }

    /// <inheritdoc/>
    public void Interrupt() => _interruption.Request();

    /// <summary>Sends an RTCP goodbye and closes the socket.</summary>
    public void Dispose()
    {
        if (_isOpen) _session!.Leave();
        _isOpen = false;
        _encoder?.Dispose();
        _transport?.Dispose();
    }

    private static void Save(string path, string description)
    {
        try
        {
            File.WriteAllText(path, description);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var code = e is UnauthorizedAccessException ? AudioErrorCode.AccessDenied : AudioErrorCode.InputOutput;
            throw new AudioException(code, path, $"the description cannot be written: {e.Message.TrimEnd('.')}",
                "Choose another path for the SDP file", e);
        }
    }

    /// <summary>Adjusts the redundancy to the loss that receivers report, if that is higher than expected.</summary>
    private void FollowLoss()
    {
        if (_encoder is not OpusPacketEncoder opus) return;
        var percent = (int)Math.Clamp(Math.Ceiling(_session!.WorstLossPercent), _options.ExpectedLossPercent, 100);
        if (opus.Settings.ExpectedLossPercent != percent) opus.Settings = opus.Settings with { ExpectedLossPercent = percent };
    }

    private RtpSenderStatistics TakeStatistics()
    {
        var seconds = (double)_packetizer!.Position / _codec!.Format.SampleRate;
        return new RtpSenderStatistics(
            _codec.ToString(),
            _writer!.Ssrc,
            _writer.Packets,
            _writer.Bytes,
            seconds > 0 ? 8 * _writer.Bytes / seconds : 0,
            _packetizer.Suppressed,
            _packetizer.GapFrames,
            _transport!.Statistics.Refused,
            _transport.Statistics.LastRefusal ?? "",
            _session!.Collisions,
            _session.Receivers);
    }
}

using System.Security.Cryptography;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Sending;
using Continuo.Rtp.Wire;
using Continuo.Sinks;
using Microsoft.Extensions.Logging;

namespace Continuo.WebRtc.Client;

/// <summary>
/// Publishes audio to a WHIP server (<c>whip:URL</c>) as Opus. When the connection is lost it connects again in the background, with
/// growing pauses; audio is dropped and counted until then, so that the writer is never held up. When the server is silent, a new
/// connection is made while the old one is kept: the one that works first is used. When the server says that it leaves, both are used until
/// it has left.
/// </summary>
internal sealed class WhipSink : IAudioSink
{
    private readonly SignallingAddress _address;
    private readonly WhipOptions _options;
    private readonly MonotonicClock _clock;
    private readonly ILogger? _logger;
    private readonly Interruption _interruption = new();
    private CancellationTokenSource _lifetime = new();
    private AudioFormat _format;
    private ClientLink? _link;
    private RtpSenderSink? _sender;
    private LinkReplacement? _replacement;
    private (ClientLink Link, RtpSenderSink Sender)? _leaving; // still heard by those who have not come to the new connection's node
    private uint _ssrc;

    /// <summary>Creates the sink. <see cref="Open"/> connects.</summary>
    public WhipSink(SignallingAddress address, WhipOptions options, MonotonicClock? clock = null, ILogger? logger = null) =>
        (_address, _options, _clock, _logger) = (address, options, clock ?? SystemClock.Instance, logger);

    /// <inheritdoc/>
    public string Description => $"{_address} (WHIP)";

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <summary>Frames that were not sent because there was no connection.</summary>
    public long MissedFrames { get; private set; }

    /// <summary>Number of times the connection was made again.</summary>
    public long Reconnects { get; private set; }

    /// <summary>The connection; <see langword="null"/> before <see cref="Open"/> and while there is none.</summary>
    public ClientLink? Link => Volatile.Read(ref _link);

    /// <summary>Creates the sink of a <c>whip:</c> address.</summary>
    /// <exception cref="AudioException">What follows the scheme is no URL, or an option is wrong.</exception>
    public static IAudioSink FromAddress(AudioAddress address, SinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        return new WhipSink(SignallingAddress.Parse(address, WhipOptions.Names), WhipOptions.FromAddress(address), request.Clock);
    }

    /// <inheritdoc/>
    /// <exception cref="AudioException">
    /// The server cannot be reached or refuses, Opus does not support the format, or libopus is not installed.
    /// </exception>
    public void Open(AudioFormat format)
    {
        _interruption.Clear();
        Close();
        _lifetime = new CancellationTokenSource();
        (_format, FramesWritten, MissedFrames) = (format, 0, 0);
        _ssrc = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
        Use(Connect(_lifetime.Token));
    }

    /// <inheritdoc/>
    public bool KeepsTiming => true;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> samples) => WriteTimed(samples, -1, 0);

    /// <inheritdoc/>
    public void WriteTimed(ReadOnlySpan<float> samples, long captureTime, long gapFrames)
    {
        _interruption.ThrowIfRequested();
        var frames = samples.Length / _format.Channels + gapFrames;
        FramesWritten += frames;
        if (IsConnected()) _sender!.WriteTimed(samples, captureTime, gapFrames);
        else MissedFrames += frames;
        if (_leaving is not { } leaving) return;
        if (leaving.Link.HasEnded) EndLeaving();
        else leaving.Sender.WriteTimed(samples, captureTime, gapFrames);
    }

    /// <summary>Sends the remaining audio, ends the session and notifies the server.</summary>
    public void Finish()
    {
        _interruption.ThrowIfRequested();
        if (_link is { HasEnded: false }) _sender?.Finish();
        Close();
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _interruption.Request();
        Cancel();
    }

    /// <summary>Ends the session and notifies the server.</summary>
    public void Dispose() => Close();

    private bool IsConnected()
    {
        if (_link is { HasEnded: false, IsInDoubt: false })
        {
            if (_replacement is not null) EndReplacement(); // the server was only silent
            return true;
        }

        if (_replacement is null && _link is { } old)
        {
            _replacement = new LinkReplacement(old, Connect, _options.FirstPause, _options.LongestPause, _lifetime.Token);
        }

        if (_replacement is { IsCompleted: true })
        {
            Replace();
            return true;
        }

        return _link is { HasEnded: false };
    }

    private void Replace()
    {
        var link = _replacement!.Take(); // throws what is final: the server refuses
        EndReplacement();
        EndLeaving();
        var old = Interlocked.Exchange(ref _link, null);
        if (old is { IsLeaving: true, HasEnded: false } && _sender is { } sender)
        {
            _leaving = (old, sender);
        }
        else
        {
            _sender?.Dispose();
            old?.Abandon();
        }

        _sender = null;
        Use(link);
        Reconnects++;
    }

    private void EndLeaving()
    {
        if (_leaving is not { } leaving) return;
        _leaving = null;
        leaving.Sender.Dispose();
        leaving.Link.Abandon();
    }

    private void EndReplacement()
    {
        _replacement?.Dispose();
        _replacement = null;
    }

    private ClientLink Connect(CancellationToken cancellation)
    {
        var request = new ClientRequest(IsSending: true) { Red = _options.Red, Stereo = _format.Channels > 1, Ssrc = _ssrc };
        return ClientLink.Connect(_address, request, _clock, _logger, cancellation);
    }

    private void Use(ClientLink link)
    {
        try
        {
            var audio = link.Answer.Audio;
            var sender = new RtpSenderSink(ToSender(audio) with { Transport = () => link.Transport }, _clock);
            sender.Open(_format);
            _sender = sender;
            Volatile.Write(ref _link, link);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    private RtpSenderOptions ToSender(Sdp.AudioTerms audio) => new(new RtpAddress("127.0.0.1", 9)) // the transport knows where the peer is
    {
        Preset = audio.MaxAverageBitRate is { } most && most < _options.Preset.Settings.BitRate
            ? _options.Preset with { Settings = _options.Preset.Settings with { BitRate = most } }
            : _options.Preset,
        PacketTime = _options.PacketTime
            ?? (audio.PacketMilliseconds is 10 or 20 or 40 or 60 ? TimeSpan.FromMilliseconds(audio.PacketMilliseconds.Value) : null),
        PayloadType = audio.OpusPayloadType,
        Redundancy = audio.RedPayloadType is null ? 0 : 1,
        AgreedRedundantPayloadType = audio.RedPayloadType,
        AgreedSsrc = _ssrc,
    };

    private void Close()
    {
        Cancel();
        EndReplacement();
        EndLeaving();
        _sender?.Dispose();
        _sender = null;
        Interlocked.Exchange(ref _link, null)?.Dispose();
    }

    private void Cancel()
    {
        try
        {
            _lifetime.Cancel();
        }
        catch (ObjectDisposedException)
        {
        }
    }
}

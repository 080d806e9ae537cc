using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Sources;
using Microsoft.Extensions.Logging;

namespace Continuo.WebRtc.Client;

/// <summary>
/// Receives a stream from a WHEP server (<c>whep:URL</c>), dejittered and resampled to the local clock. When the connection is lost, reads
/// report <see cref="SourceStatus.Lost"/>, and opening again makes a new one. When the server is silent, a new connection is made while the
/// old one is kept; reads report the loss when the new one is there. When the server says that it leaves, they go over to the new one
/// without a gap.
/// </summary>
internal sealed class WhepSource : IAudioSource, IDiagnosedSource, IReceptionSource
{
    private readonly SignallingAddress _address;
    private readonly MonotonicClock _clock;
    private readonly ILogger? _logger;
    private readonly JitterBufferOptions _jitter;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Lock _interruptions = new();
    private CancellationTokenSource _interruption = new();
    private ClientLink? _link;
    private RtpReceiver? _receiver;
    private LinkReplacement? _replacement;
    private WhepSuccessor? _successor;

    /// <summary>Creates the source. <see cref="Open"/> connects.</summary>
    public WhepSource(SignallingAddress address, JitterBufferOptions jitter, MonotonicClock clock, ILogger? logger = null) =>
        (_address, _jitter, _clock, _logger) = (address, jitter.Validated(), clock, logger);

    /// <inheritdoc/>
    public AudioFormat Format => AudioFormat.Default;

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Device;

    /// <inheritdoc/>
    public string Description => $"{_address} (WHEP)";

    /// <inheritdoc/>
    public string? Problem => Volatile.Read(ref _receiver)?.Problem;

    RtpStreamStatistics? IReceptionSource.Reception => Volatile.Read(ref _receiver)?.Stream?.GetStatistics();

    /// <summary>The connection; <see langword="null"/> before <see cref="Open"/>.</summary>
    public ClientLink? Link => Volatile.Read(ref _link);

    /// <summary>Creates the source of a <c>whep:</c> address.</summary>
    /// <exception cref="AudioException">What follows the scheme is no URL, or an option is wrong.</exception>
    public static WhepSource FromAddress(AudioAddress address, SourceRequest request, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var jitter = JitterBufferOptions.Default with
        {
            StartDelay = TimeSpan.FromMilliseconds(address.Number("delay", 20, 0, 2000)),
            MaxDelay = TimeSpan.FromMilliseconds(Math.Max(1000, address.Number("delay", 20, 0, 2000))),
        };
        return new WhepSource(SignallingAddress.Parse(address, "delay"), jitter, request.Clock, logger);
    }

    /// <inheritdoc/>
    public void Open()
    {
        var replacement = TakeReplacement();
        _successor?.Dispose();
        _successor = null;
        Interlocked.Exchange(ref _receiver, null)?.Dispose();
        Interlocked.Exchange(ref _link, null)?.Abandon();
        CancellationToken interruption;
        lock (_interruptions)
        {
            _interruption.Dispose();
            _interruption = new CancellationTokenSource();
            interruption = _interruption.Token;
        }

        var link = replacement ?? Connect(interruption);
        Volatile.Write(ref _receiver, Receive(link));
        Volatile.Write(ref _link, link);
    }

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_link is not { } link || _receiver is not { } receiver) return SourceRead.Nothing;
        if (_successor is { } successor)
        {
            return link.HasEnded || successor.IsDue(destination)
                ? TakeOver(successor, receiver, destination)
                : receiver.Read(destination, timeout);
        }

        if (link.HasEnded) return SourceRead.Lost;
        if (!IsReplaced(link)) return receiver.Read(destination, timeout);
        if (!link.IsLeaving || TakeReplacement() is not { } next) return SourceRead.Lost;
        _successor = new WhepSuccessor(next, Receive(next), Format);
        return receiver.Read(destination, timeout);
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        lock (_interruptions)
        {
            try
            {
                _interruption.Cancel();
            }
            catch (ObjectDisposedException)
            {
            }
        }

        Volatile.Read(ref _receiver)?.Interrupt();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        lock (_interruptions) _interruption.Dispose();
    }

    // Whether a connection that is in doubt has a successor.
    private bool IsReplaced(ClientLink link)
    {
        if (!link.IsInDoubt)
        {
            EndReplacement();
            return false;
        }

        if (_replacement is null)
        {
            CancellationToken interruption;
            lock (_interruptions) interruption = _interruption.Token;
            _replacement = new LinkReplacement(link, Connect, FirstPause, LongestPause, interruption);
        }

        return _replacement.IsCompleted;
    }

    private ClientLink Connect(CancellationToken cancellation) =>
        ClientLink.Connect(_address, ClientRequest.ToReceive, _clock, _logger, cancellation);

    private RtpReceiver Receive(ClientLink link)
    {
        var receiver = new RtpReceiver(new RtpReceiverOptions
        {
            Description = Description,
            Transport = () => link.Transport,
            Reception = new ReceptionOptions
            {
                Payloads = PayloadMap.Of(CodecRegistry.Describe("opus", Format), (byte)link.Answer.Audio.OpusPayloadType,
                    (byte)(link.Answer.Audio.RedPayloadType ?? Rtp.Wire.PayloadTypes.Redundant)),
                Jitter = _jitter,
                Clock = _clock,
                Logger = _logger,
            },
        });
        try
        {
            receiver.Open();
            return receiver;
        }
        catch
        {
            receiver.Dispose();
            link.Dispose();
            throw;
        }
    }

    private SourceRead TakeOver(WhepSuccessor successor, RtpReceiver old, Span<float> destination)
    {
        _successor = null;
        var read = successor.TakeOver(old, destination);
        Volatile.Write(ref _receiver, successor.Receiver);
        Interlocked.Exchange(ref _link, successor.Link)?.Abandon();
        old.Dispose();
        return read;
    }

    // The connection that was made meanwhile; null if there is none.
    private ClientLink? TakeReplacement()
    {
        try
        {
            return _replacement is { IsCompleted: true } replacement ? replacement.Take() : null;
        }
        catch (OperationCanceledException)
        {
            return null; // interrupted: opening decides
        }
        finally
        {
            EndReplacement();
        }
    }

    private void EndReplacement()
    {
        _replacement?.Dispose();
        _replacement = null;
    }

    private void Close()
    {
        EndReplacement();
        _successor?.Dispose();
        _successor = null;
        Interlocked.Exchange(ref _receiver, null)?.Dispose();
        Interlocked.Exchange(ref _link, null)?.Dispose();
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Ipc.Wire;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Ipc;

/// <summary>
/// Receives audio from one sending process at a time: <c>ipc:PATH?listen</c>. Without a sender it delivers silence. The next sender can
/// connect when the current one disconnects or dies. Reading does not allocate.
/// </summary>
internal sealed class IpcListeningSource : IAudioSource
{
    private const int MaxPending = 8;

    private readonly string _path;
    private readonly TimeSpan _silence;
    private readonly MonotonicClock _clock;
    private readonly WakeSignal _interrupt = new();
    private readonly IpcFaultCounters _faults = new();
    private IpcListener? _listener;
    private IpcReceiverSession? _session;
    private uint _lastStream;
    private long _senders;

    /// <param name="path">Path of the socket to listen on.</param>
    /// <param name="format">Format to deliver. A sender with another sample rate is refused; its channels are converted.</param>
    /// <param name="silence">Disconnect a sender after this long without a message.</param>
    /// <param name="clock">The clock.</param>
    internal IpcListeningSource(string path, AudioFormat format, TimeSpan silence, MonotonicClock clock) =>
        (_path, Format, _silence, _clock) = (path, format, silence, clock);

    /// <inheritdoc/>
    public AudioFormat Format { get; }

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Device;

    /// <inheritdoc/>
    public string Description => $"the sender to {_path} ({Format})";

    /// <summary>Number of senders that have connected. Thread-safe.</summary>
    public long Senders => Volatile.Read(ref _senders);

    /// <summary>Number of connections ended by each kind of fault. Thread-safe.</summary>
    public IReadOnlyDictionary<string, long> Faults => _faults.ToDictionary();

    /// <inheritdoc/>
    public void Open()
    {
        Dispose();
        _interrupt.Reset();
        _listener = new IpcListener(_path, MaxPending, _faults);
    }

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_listener is not { } listener) return SourceRead.Nothing;
        var deadline = _clock.DeadlineIn(timeout);
        while (true)
        {
            var now = _clock.Now;
            while (listener.Admit(now, 0) is { } client) Accept(client, now);
            var read = _session?.Read(destination, now) ?? SourceRead.Nothing;
            if (read.Status == SourceStatus.Data) return read;
            if (read.Status is SourceStatus.Lost or SourceStatus.End) Disconnect();
            if (now >= deadline || _interrupt.IsSet) return _session is null ? SourceRead.Idle(now) : SourceRead.Nothing;
            var wait = IpcReceiverSession.PollTime(now, deadline);
            if (_session is { } session) session.Wait(wait);
            else listener.Wait(wait);
        }
    }

    /// <inheritdoc/>
    public void Interrupt() => _interrupt.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
        _listener?.Dispose();
        _listener = null;
    }

    private void Accept(PendingClient client, long now)
    {
        try
        {
            if (!client.Request.ClientSends)
            {
                throw new AudioException(AudioErrorCode.Unsupported, "receiving", "this server only receives",
                    "Send, or use a server that sends");
            }

            var config = IpcOffer.ForSender(client.Request, Format);
            if (_session is not null)
            {
                Refuse(client, IpcFault.Busy);
                return;
            }

            if (!client.Answer(config, ++_lastStream, IpcOffer.MaxContent(config), IpcLimits.MaxControl, now))
            {
                Refuse(client, client.Link.Fault);
                return;
            }

            _session = new IpcReceiverSession(client.Link, config, _silence);
            Volatile.Write(ref _senders, _senders + 1);
        }
        catch (AudioException e)
        {
            Refuse(client, IpcFault.Unsupported, e.Message);
        }
    }

    private void Refuse(PendingClient client, IpcFault fault, string? message = null)
    {
        client.Refuse(fault, message);
        _faults.Count(fault);
    }

    private void Disconnect()
    {
        _faults.Count(_session!.Fault);
        _session.Dispose();
        _session = null;
    }
}

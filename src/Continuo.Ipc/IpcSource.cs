using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Ipc.Wire;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Ipc;

/// <summary>
/// Receives audio from a server in another process: <c>ipc:PATH</c>. After a lost connection it reconnects after 50, 100, 200 and then
/// every 400 ms. The outage, and audio that the server dropped, are reported as gaps. Reading does not allocate.
/// </summary>
internal sealed class IpcSource : IAudioSource
{
    private const long RetryTimeout = 10_000_000_000;

    private readonly string _path;
    private readonly MonotonicClock _clock;
    private readonly TimeSpan? _appearance;
    private readonly TimeSpan _silence;
    private readonly WakeSignal _interrupt = new();
    private IpcConfig _request;
    private IpcReceiverSession? _session;
    private bool _wasOpen;

    internal IpcSource(string path, in IpcConfig request, TimeSpan silence, MonotonicClock clock, TimeSpan? appearance = null)
    {
        (_path, _request, _silence, _clock, _appearance) = (path, request, silence, clock, appearance);
        Description = $"ipc:{path}";
    }

    /// <inheritdoc/>
    public AudioFormat Format { get; private set; } = AudioFormat.Default;

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Device;

    /// <inheritdoc/>
    public string Description { get; private set; }

    /// <summary>Reason why the last connection ended; empty if none has ended.</summary>
    public string LastFault { get; private set; } = "";

    /// <summary>
    /// Creates the source of an <c>ipc:PATH</c> address. Options: <c>codec=opus|s16|f32</c>, <c>bitrate=96000</c>, <c>silence=900</c>
    /// (disconnect after so many ms without a message), <c>listen</c> (accept a sender, see <see cref="IpcListeningSource"/>).
    /// </summary>
    /// <exception cref="AudioException">An option is invalid.</exception>
    public static IAudioSource FromAddress(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        var path = IpcAddress.PathOf(address);
        if (address.Flag("listen"))
        {
            address.AllowOptions("listen", "silence");
            return new IpcListeningSource(path, request.Complete(AudioFormat.Default), IpcAddress.SilenceOf(address), request.Clock);
        }

        address.AllowOptions("codec", "bitrate", "silence", "listen");
        var codec = IpcAddress.CodecOf(address);
        var wanted = IpcConfig.NewRequest(clientSends: false, codec, channels: request.Channels ?? 0,
            bitRate: IpcAddress.BitRateOf(address, codec));
        return new IpcSource(path, wanted, IpcAddress.SilenceOf(address), request.Clock, request.WaitForAppearance);
    }

    /// <inheritdoc/>
    public void Open()
    {
        _interrupt.Reset();
        if (_session is { Fault: IpcFault.None }) return; // opened before, and still connected
        _session?.Dispose();
        _session = null;
        var deadline = Deadline(_clock.Now);
        for (var pause = IpcLimits.MinReconnectDelay; ; pause = Math.Min(2 * pause, IpcLimits.MaxReconnectDelay))
        {
            try
            {
                Connect();
                return;
            }
            catch (AudioException e) when (IpcConnector.MayPass(e) && _clock.Now < deadline)
            {
                if (!_clock.WaitUntil(_clock.Now + pause, _interrupt)) throw new OperationCanceledException();
            }
        }
    }

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_session is not { } session) return SourceRead.Nothing;
        var deadline = _clock.DeadlineIn(timeout);
        while (true)
        {
            var now = _clock.Now;
            var read = session.Read(destination, now);
            if (read.Status is SourceStatus.Lost or SourceStatus.End) LastFault = session.Explain();
            if (read.Status != SourceStatus.Nothing || now >= deadline || _interrupt.IsSet) return read;
            session.Wait(IpcReceiverSession.PollTime(now, deadline));
        }
    }

    /// <inheritdoc/>
    public void Interrupt() => _interrupt.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
    }

    // The first time a server must be running, unless waiting was requested; later, the source waits for it to return.
    private long Deadline(long now) => _wasOpen ? now + RetryTimeout
        : _appearance is not { } wait ? now
        : wait.Ticks > (long.MaxValue - now) / 100 ? long.MaxValue : now + wait.Ticks * 100;

    private void Connect()
    {
        var (link, config) = IpcConnector.Connect(_path, _request, _clock, _interrupt);
        _session = new IpcReceiverSession(link, config, _silence);
        Format = _session.Format;
        Description = string.Create(CultureInfo.InvariantCulture, $"ipc:{_path} ({IpcAddress.NameOf(config.Codec)}, {Format})");

        // A stream keeps its format, so another server must have the same.
        _request = _request with { SampleRate = Format.SampleRate, Channels = Format.Channels };
        _wasOpen = true;
    }
}

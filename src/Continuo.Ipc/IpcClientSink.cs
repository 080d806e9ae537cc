using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Ipc.Messages;
using Continuo.Ipc.Wire;
using Continuo.Rings;
using Continuo.Sinks;
using Continuo.Threading;

namespace Continuo.Ipc;

/// <summary>
/// Sends the audio written to it to a listening server: <c>ipc:PATH?connect</c>. After a lost connection it reconnects after 50…400 ms;
/// audio written meanwhile is lost. Writing never waits for the server.
/// </summary>
internal sealed class IpcClientSink : IAudioSink
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly IpcCodec _codec;
    private readonly int _bitRate;
    private readonly TimeSpan _budget;
    private readonly TimeSpan _silence;
    private readonly MonotonicClock _clock;
    private readonly WakeSignal _stop = new();
    private readonly Interruption _interruption = new();
    private IpcConfig _request;
    private RingFeed? _feed;
    private Thread? _thread;
    private volatile AudioException? _failure;
    private volatile bool _done;
    private long _reconnects;

    internal IpcClientSink(string path, IpcCodec codec, int bitRate, TimeSpan budget, TimeSpan silence, MonotonicClock clock) =>
        (_path, _codec, _bitRate, _budget, _silence, _clock) = (path, codec == IpcCodec.Any ? IpcCodec.F32 : codec, bitRate, budget,
            silence, clock);

    /// <inheritdoc/>
    public string Description => $"the server at ipc:{_path}";

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <summary>Number of reconnections to the server. Thread-safe.</summary>
    public long Reconnects => Volatile.Read(ref _reconnects);

    /// <inheritdoc cref="IpcServerSink.FromAddress"/>
    internal static IpcClientSink FromAddress(AudioAddress address, SinkRequest request)
    {
        address.AllowOptions("connect", "codec", "bitrate", "budget", "silence");
        var codec = IpcAddress.CodecOf(address);
        if (codec == IpcCodec.Any && request.Sample == SampleType.S16) codec = IpcCodec.S16;
        return new IpcClientSink(IpcAddress.PathOf(address), codec, IpcAddress.BitRateOf(address, codec), IpcAddress.BudgetOf(address),
            IpcAddress.SilenceOf(address), request.Clock);
    }

    /// <inheritdoc/>
    public void Open(AudioFormat format)
    {
        _interruption.Clear();
        Dispose();
        (FramesWritten, _failure, _done) = (0, null, false);
        _stop.Reset();
        _interruption.ThrowIfRequested(); // one that arrived between the two calls has set the signal that was reset here
        var chunk = Math.Max(1, format.SampleRate / 100);
        _request = IpcOffer.Complete(IpcConfig.NewSender(format, _codec, _bitRate), chunk) with { LowestVersion = IpcHeader.FirstVersion };
        var (link, config) = IpcConnector.Connect(_path, _request, _clock, _stop);
        _feed = new RingFeed(format, _clock);
        var first = Session(link, config, _feed.Ring);
        var ring = _feed.Ring;
        _thread = new Thread(() => Run(first, ring)) { Name = $"ipc {_path}", IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> samples)
    {
        _interruption.ThrowIfRequested();
        if (_failure is { } failure) throw failure;
        if (_feed is not { } feed) throw new AudioException(AudioErrorCode.InputOutput, Description, "it is not open", "Open it first");
        feed.Write(samples);
        FramesWritten = feed.Frames;
    }

    /// <inheritdoc/>
    public void Finish()
    {
        _interruption.ThrowIfRequested();
        _feed?.Complete();
        if (_thread is { } thread && !thread.Join(StopTimeout))
        {
            _failure ??= new AudioException(AudioErrorCode.TimedOut, Description, "the last audio was not accepted", "Check the server");
        }

        Dispose();
        _interruption.ThrowIfRequested();
        if (_failure is { } failure) throw failure;
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _interruption.Request();
        _stop.Set(); // ends connecting and sending as well: after an interruption nothing more is sent
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _thread = null;
        _feed?.Dispose();
        _feed = null;
    }

    private void Run(IpcSession? session, AudioRing ring)
    {
        using var pilot = ring.OpenReader();
        while (session is not null)
        {
            Serve(session, pilot);
            session.Stop(_clock.Now);
            session.Dispose();
            session = _done || _stop.IsSet ? null : Reconnect(ring);
        }
    }

    private void Serve(IpcSession session, RingReader pilot)
    {
        while (!_stop.IsSet)
        {
            session.Step(_clock.Now);
            if (session.Fault != IpcFault.None)
            {
                // If the server has sent a stop, it accepts no more; otherwise the stop was ours.
                _done = session.Fault == IpcFault.Stopped;
                if (_done && !pilot.IsOver)
                {
                    _failure = new AudioException(AudioErrorCode.InputOutput, Description, "the server has ended", "Start it again");
                }

                return;
            }

            if (pilot.IsOver) _stop.Wait(PollInterval.Ticks * 10);
            else if (pilot.Wait(PollInterval)) pilot.Shed(long.MaxValue);
        }
    }

    private IpcSession? Reconnect(AudioRing ring)
    {
        for (var pause = IpcLimits.MinReconnectDelay; _clock.WaitUntil(_clock.Now + pause, _stop); pause = Math.Min(2 * pause,
            IpcLimits.MaxReconnectDelay))
        {
            try
            {
                var (link, config) = IpcConnector.Connect(_path, _request, _clock, _stop);
                Volatile.Write(ref _reconnects, _reconnects + 1);
                return Session(link, config, ring);
            }
            catch (AudioException e) when (IpcConnector.MayPass(e))
            {
                if (ring.IsCompleted) return null;
            }
            catch (AudioException e)
            {
                _failure = e;
                return null;
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return null;
    }

    private IpcSession Session(IpcLink link, in IpcConfig config, AudioRing ring) =>
        new(link, new IpcSender(ring.OpenReader(), link, config, _budget.Ticks * 100), config, _silence, 0);
}

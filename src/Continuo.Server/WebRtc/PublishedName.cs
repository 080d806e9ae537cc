using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Reception;
using Continuo.Server.Options;
using Continuo.Sources;
using Continuo.Threading;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.Server.WebRtc;

/// <summary>
/// The audio that is published under a name, by one session after another. Without a publisher it is silent, for at most the hold time, so
/// that recordings and listeners continue. <see cref="Read"/> belongs to the capture thread; everything else is thread-safe.
/// </summary>
/// <param name="name">The stream's name.</param>
/// <param name="hold">For how long the name is kept when its publisher has left.</param>
/// <param name="clock">Clock of the stream.</param>
internal sealed class PublishedName(string name, TimeSpan hold, MonotonicClock clock) : IAudioSource, IDiagnosedSource, IReceptionSource
{
    /// <summary>A publisher that has sent nothing for this long may be replaced by any other.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(2);

    // Without a packet for this long, silence is delivered.
    private const long QuietNanoseconds = 500_000_000;

    private readonly Lock _gate = new(); // guards changes of the publisher
    private readonly WakeSignal _changed = new();
    private WebRtcSession? _publisher;
    private AccessToken? _token;
    private IAudioSource? _source; // the publisher's
    private IAudioSource? _reading; // the one that the capture thread has used last
    private long _lastAudio = -1;
    private long _leftAt;
    private volatile bool _isInterrupted;
    private bool _isDisposed;

    public AudioFormat Format => AudioFormat.Default;

    public SourcePace Pace => SourcePace.Device;

    public string Description => string.Create(CultureInfo.InvariantCulture, $"what is published as '{name}'");

    /// <summary>The session that publishes now.</summary>
    public WebRtcSession? Publisher => Volatile.Read(ref _publisher);

    /// <summary>Since when no one publishes, by the stream's clock; <see langword="null"/> while someone does.</summary>
    public long? LeftAt
    {
        get
        {
            lock (_gate) return _publisher is null ? _leftAt : null;
        }
    }

    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                if (_publisher is null)
                {
                    var left = (clock.Now - _leftAt) / 1e9;
                    return string.Create(CultureInfo.InvariantCulture,
                        $"its publisher left {left:0} s ago; another is waited for until {hold.TotalSeconds:0} s");
                }

                return (_source as IDiagnosedSource)?.Problem ?? "its publisher sends nothing";
            }
        }
    }

    RtpStreamStatistics? IReceptionSource.Reception => (Volatile.Read(ref _source) as IReceptionSource)?.Reception;

    /// <summary>
    /// Whether a client with a token may publish now: no one else does, or one with the same token, or one that has stopped sending.
    /// </summary>
    public bool Admits(AccessToken? token)
    {
        lock (_gate)
        {
            if (_isDisposed) return false;
            if (_publisher is not { } publisher || publisher.State == WebRtcSessionState.Ended) return true;
            return (token is not null && _token is not null && token.IsSame(_token)) || publisher.SincePacket > StaleAfter;
        }
    }

    /// <summary>Makes a session the publisher, in place of another.</summary>
    /// <param name="session">A new session.</param>
    /// <param name="token">Its client's token, if it has one.</param>
    /// <param name="replaced">The session that published until now, which the caller ends.</param>
    /// <returns>Whether it is the publisher now.</returns>
    public bool TryAttach(WebRtcSession session, AccessToken? token, out WebRtcSession? replaced)
    {
        replaced = null;
        session.Source!.Open();
        lock (_gate)
        {
            if (!Admits(token)) return false;
            replaced = _publisher;
            var before = _source;
            _token = token;
            Volatile.Write(ref _publisher, session);
            Volatile.Write(ref _source, session.Source);
            before?.Interrupt();
            _changed.Set();
            return true;
        }
    }

    /// <summary>A session has ended.</summary>
    /// <returns>Whether it was the publisher.</returns>
    public bool Detach(WebRtcSession session)
    {
        lock (_gate)
        {
            if (_publisher != session) return false;
            _leftAt = clock.Now;
            Volatile.Write(ref _publisher, null);
            Volatile.Write(ref _source, null);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Open() => _isInterrupted = false;

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        var source = Volatile.Read(ref _source);
        if (_reading != source)
        {
            // The former publisher's buffer and threads are freed elsewhere.
            if (_reading is { } former) ThreadPool.UnsafeQueueUserWorkItem(static s => s.Dispose(), former, preferLocal: false);
            _reading = source;
            if (_lastAudio >= 0) return SourceRead.Idle(clock.Now); // capture times start again with each publisher
        }

        if (source is null) return Wait(timeout);
        var read = source.Read(destination, timeout);
        var now = clock.Now;
        if (read.Status == SourceStatus.Data)
        {
            _lastAudio = now;
            return read;
        }

        if (read.Status == SourceStatus.End) return Wait(timeout); // its session ends soon
        return _lastAudio >= 0 && now - _lastAudio > QuietNanoseconds ? SourceRead.Idle(now) : SourceRead.Nothing;
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _isInterrupted = true;
        _changed.Set();
        Volatile.Read(ref _source)?.Interrupt();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        WebRtcSession? publisher;
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            publisher = _publisher;
        }

        _ = publisher?.StopAsync("its stream was removed");
        _reading?.Dispose();
        if (_source != _reading) _source?.Dispose();
        _changed.Dispose();
    }

    private SourceRead Wait(TimeSpan timeout)
    {
        _changed.Reset();
        if (!_isInterrupted && Volatile.Read(ref _source) == _reading) _changed.Wait(timeout.Ticks * 100);
        return _lastAudio >= 0 ? SourceRead.Idle(clock.Now) : SourceRead.Nothing;
    }
}

using System.Collections.Concurrent;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;

namespace Continuo.Rtp.Reception;

/// <summary>
/// Receives one RTP source, the first that sends or a given SSRC, dejittered and resampled to the local clock. Packets of other sources
/// are ignored while it sends. When it leaves or falls silent, the receiver switches to the next source.
/// </summary>
public sealed class RtpReceiver : IAudioSource, IDiagnosedSource, IReceptionSource
{
    private const long SilentNanoseconds = 1_000_000_000;
    private const long TailNanoseconds = 100_000_000;

    /// <summary>
    /// A source that has been silent for this long while another has begun at the same address, or at least the same host, has restarted as
    /// that source.
    /// </summary>
    private const long RestartNanoseconds = 60_000_000;
    private const long MoveNanoseconds = 250_000_000;
    private const long PollNanoseconds = 5_000_000;

    private readonly RtpReceiverOptions _options;
    private readonly MonotonicClock _clock;
    private readonly BlockPace _pace;
    private readonly ConcurrentQueue<RtpStream> _left = new();
    private readonly int _blockFrames;
    private ReceiverSession? _session;
    private RtpStream? _stream;
    private long _heard; // when packets were last played
    private bool _hasEnded; // there was a source, which has left

    /// <summary>Creates the source. <see cref="Open"/> opens the session.</summary>
    public RtpReceiver(RtpReceiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _ = options.Reception.Jitter.Validated();
        _clock = options.Reception.Clock;
        _pace = new BlockPace(_clock);
        _blockFrames = Math.Max(1, Format.SampleRate / 100);
    }

    /// <summary>The receive options.</summary>
    internal RtpReceiverOptions Options => _options;

    /// <inheritdoc/>
    public AudioFormat Format => _options.Reception.Payloads.Main.Format;

    /// <inheritdoc/>
    public SourcePace Pace => _options.IsExact ? SourcePace.Peer : SourcePace.Device;

    /// <inheritdoc/>
    public string Description => _options.Description;

    /// <summary>Statistics of the source that is received now, or was last; <see langword="null"/> before the first. Thread-safe.</summary>
    public RtpStreamStatistics? Statistics => Stream?.GetStatistics();

    /// <summary>The session; <see langword="null"/> before <see cref="Open"/>. Thread-safe.</summary>
    internal ReceiverSession? Session => Volatile.Read(ref _session);

    /// <summary>The current or last source. Thread-safe.</summary>
    internal RtpStream? Stream => Volatile.Read(ref _stream);

    RtpStreamStatistics? IReceptionSource.Reception => Stream?.GetStatistics();

    /// <inheritdoc/>
    public string? Problem
    {
        get
        {
            foreach (var stream in Session?.Streams ?? [])
            {
                if (IsWanted(stream) && stream.Problem is { } problem) return $"from {stream.Peer} {problem}";
            }

            return null;
        }
    }

    /// <inheritdoc/>
    public void Open()
    {
        Close();
        _pace.Reset();
        var session = _options.OpenSession();
        session.StreamBegun += (_, _) => _pace.Wake();
        session.StreamEnded += (_, stream) => _left.Enqueue(stream);
        session.Start();
        Volatile.Write(ref _session, session);
    }

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_session is not { } session) return SourceRead.Nothing;
        if (session.Failure is { } fault)
        {
            throw new AudioException(AudioErrorCode.InputOutput, Description, $"receiving failed unexpectedly ({fault.Message})",
                "Report this error", fault);
        }

        var deadline = _clock.DeadlineIn(timeout);
        if (!_options.IsExact || _stream is not null) DisposeOfLeft();
        if (_options.IsExact) return ReadExact(session, destination, deadline);
        if (IsOver()) return SourceRead.End;
        while (!HasFlowing(session))
        {
            if (_clock.Now >= deadline || !_pace.WaitUntil(deadline)) return _hasEnded ? SourceRead.Idle(_clock.Now) : SourceRead.Nothing;
        }

        if (!_pace.WaitForDue(deadline)) return SourceRead.Nothing;
        var frames = Math.Min(_blockFrames, destination.Length / Format.Channels);
        _stream!.Read(destination[..(frames * Format.Channels)]);
        if (_stream.HeardPackets) _heard = _pace.Due;
        return SourceRead.Data(frames, _pace.Advance(Format, frames));
    }

    /// <inheritdoc/>
    public void Interrupt() => _pace.Interrupt();

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _pace.Dispose();
    }

    // Whether a source that has left may still have audio in its buffer.
    private bool IsFadingOut => _pace.Due != 0 && _pace.Due - _heard < TailNanoseconds;

    // Whether the current source has left, all of its audio has been played, and no other source may follow.
    private bool IsOver()
    {
        if (_stream is not { HasLeft: true } || IsFadingOut) return false;
        _hasEnded = true;
        return _options.EndsWithGoodbye;
    }

    // Whether there is a source to read, the current one or another.
    private bool HasFlowing(ReceiverSession session)
    {
        if (_stream is { } present && (present.HasLeft ? IsFadingOut : IsFlowing(present)))
        {
            if (!present.HeardPackets && Successor(session, present) is { } next) Change(next);
            if (_pace.Due == 0) Begin();
            return true;
        }

        foreach (var other in session.Streams)
        {
            if (!IsWanted(other) || !IsFlowing(other)) continue;
            Change(other);
            Begin();
            return true;
        }

        _pace.End(); // the next source begins when it arrives
        return false;
    }

    private bool IsWanted(RtpStream stream) => _options.Ssrc is not { } wanted || wanted == stream.Ssrc;

    private bool IsFlowing(RtpStream stream) =>
        !stream.HasLeft && stream.HasDecodable && _clock.Now - stream.LastDecodable < SilentNanoseconds;

    // A restarted sender has another SSRC and continues where it stopped: the current source has been silent since before the other began.
    private RtpStream? Successor(ReceiverSession session, RtpStream present)
    {
        var quiet = _clock.Now - present.LastArrival;
        if (quiet < RestartNanoseconds) return null;
        foreach (var other in session.Streams)
        {
            if (other == present || !IsWanted(other) || !IsFlowing(other) || other.FirstArrival <= present.LastArrival) continue;
            if (other.Peer == present.Peer || (quiet >= MoveNanoseconds && other.Peer.IsSameHost(present.Peer))) return other;
        }

        return null;
    }

    private void Change(RtpStream other)
    {
        if (_stream is { HasLeft: true } old && old != other) old.Dispose();
        Volatile.Write(ref _stream, other);
    }

    // Exact mode: blocks follow the sender's packets.
    private SourceRead ReadExact(ReceiverSession session, Span<float> destination, long deadline)
    {
        while (true)
        {
            if (_stream is { } present)
            {
                var frames = present.ReadExact(destination);
                if (frames > 0) return SourceRead.Data(frames);
            }

            if (_stream is not { } last
                || _clock.Now - last.LastArrival > _options.Reception.Jitter.StartDelay.Ticks * 100 + TailNanoseconds)
            {
                if (_stream is { HasLeft: true } && _options.EndsWithGoodbye) return SourceRead.End;
                if (Next(session) is { } next)
                {
                    Change(next);
                    continue;
                }
            }

            if (_clock.Now >= deadline || !_pace.WaitUntil(Math.Min(deadline, _clock.Now + PollNanoseconds))) return SourceRead.Nothing;
        }
    }

    // The source after the current one, of which everything has been read.
    private RtpStream? Next(ReceiverSession session)
    {
        if (_stream is { } present && !present.HasLeft && _clock.Now - present.LastArrival < SilentNanoseconds)
        {
            return Successor(session, present);
        }

        // The first source may have come and gone between two reads; it is still recorded.
        while (_stream is null && _left.TryDequeue(out var gone))
        {
            if (IsWanted(gone) && gone.HasDecodable) return gone;
            gone.Dispose();
        }

        foreach (var other in session.Streams)
        {
            if (other != _stream && IsWanted(other) && IsFlowing(other)) return other;
        }

        return null;
    }

    private void Begin()
    {
        _heard = _clock.Now;
        _pace.Begin(_heard);
    }

    // Disposes sources that left before they were read.
    private void DisposeOfLeft()
    {
        while (_left.TryDequeue(out var stream))
        {
            if (stream != _stream) stream.Dispose();
        }
    }

    private void Close()
    {
        var session = Interlocked.Exchange(ref _session, null);
        session?.Dispose();
        DisposeOfLeft();
        if (_stream is { HasLeft: true } stream) stream.Dispose();
        Volatile.Write(ref _stream, null);
        _pace.End();
    }
}

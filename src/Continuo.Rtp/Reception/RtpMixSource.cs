using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Live;
using Continuo.Metering;
using Continuo.Mixing;
using Continuo.Sources;

namespace Continuo.Rtp.Reception;

/// <summary>
/// Mixes all sources that send to a port (<c>rtp://:5004?all</c>): each source is dejittered, decoded and resampled to the local clock by
/// <see cref="ParallelDecodePool"/>, on as many processors as there are, one block before it is mixed. Sources may join and leave at any
/// time.
/// </summary>
internal sealed class RtpMixSource : IAudioSource
{
    private const long PollNanoseconds = 50_000_000; // interval of checks for new and ended sources

    private readonly RtpReceiverOptions _options;
    private readonly MonotonicClock _clock;
    private readonly BlockPace _pace;
    private readonly Dictionary<RtpStream, PulledInput> _inputs = [];
    private readonly int _blockFrames;
    private ReceiverSession? _session;
    private ParallelDecodePool? _workers;
    private Mixer? _mixer;
    private long _nextPoll;

    /// <summary>Creates the source. <see cref="Open"/> opens the session.</summary>
    /// <param name="options">Receive options; a single SSRC cannot be selected here.</param>
    public RtpMixSource(RtpReceiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _clock = options.Reception.Clock;
        _pace = new BlockPace(_clock);
        _blockFrames = Math.Max(1, Format.SampleRate / 100);
    }

    /// <inheritdoc/>
    public AudioFormat Format => _options.Reception.Payloads.Main.Format;

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Device;

    /// <inheritdoc/>
    public string Description => $"{_options.Description}, all sources mixed";

    /// <summary>The session; <see langword="null"/> before <see cref="Open"/>. Thread-safe.</summary>
    public ReceiverSession? Session => Volatile.Read(ref _session);

    /// <summary>Statistics of the sources being mixed. Thread-safe.</summary>
    internal IReadOnlyList<PulledInput> Inputs => Volatile.Read(ref _workers)?.Inputs ?? [];

    /// <inheritdoc/>
    public void Open()
    {
        Close();
        _pace.Reset();
        var session = _options.OpenSession();
        _mixer = new Mixer(Format,
            new MixerOptions
            {
                MaxBlockFrames = _blockFrames,
                TrackMeters = MeterParts.None,
                BusMeters = MeterParts.None,
                MasterMeters = MeterParts.None
            });
        var workers = new ParallelDecodePool(Format, new PullOptions { BlockFrames = _blockFrames, Clock = _clock });
        workers.Start();
        session.Start();
        _pace.Begin(_clock.Now + Format.ToNanoseconds(_blockFrames));
        Volatile.Write(ref _workers, workers);
        Volatile.Write(ref _session, session);
    }

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_session is not { } session || destination.Length < _blockFrames * Format.Channels) return SourceRead.Nothing;
        if (session.Failure is { } fault)
        {
            throw new AudioException(AudioErrorCode.InputOutput, Description, $"receiving failed unexpectedly ({fault.Message})",
                "Report this error", fault);
        }

        if (!_pace.WaitForDue(_clock.DeadlineIn(timeout))) return SourceRead.Nothing;
        if (_clock.Now >= _nextPoll) UpdateInputs(session);
        var block = destination[..(_blockFrames * Format.Channels)];
        _workers!.Deliver();
        _mixer!.Render(block);
        return SourceRead.Data(_blockFrames, _pace.Advance(Format, _blockFrames));
    }

    /// <inheritdoc/>
    public void Interrupt() => _pace.Interrupt();

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _pace.Dispose();
    }

    /// <summary>Adds new sources and removes ended ones. Allocates only then.</summary>
    private void UpdateInputs(ReceiverSession session)
    {
        _nextPoll = _clock.Now + PollNanoseconds;
        var present = session.Streams;
        for (var i = 0; i < present.Count; i++)
        {
            if (!_inputs.ContainsKey(present[i])) Add(present[i]);
        }

        if (_inputs.Count == present.Count) return;
        foreach (var gone in _inputs.Keys.Except(present).ToArray())
        {
            Remove(gone);
            gone.Dispose();
        }
    }

    private void Add(RtpStream stream)
    {
        var track = _mixer!.AddTrack(stream.Ssrc.ToString("x8", CultureInfo.InvariantCulture), Format.Channels);
        _inputs.Add(stream, _workers!.Add(stream, track));
    }

    private void Remove(RtpStream stream)
    {
        if (!_inputs.Remove(stream, out var input)) return;
        input.Dispose();
        _mixer!.Remove(input.Track);
    }

    private void Close()
    {
        Interlocked.Exchange(ref _workers, null)?.Dispose();
        _inputs.Clear();
        Interlocked.Exchange(ref _session, null)?.Dispose();
    }
}

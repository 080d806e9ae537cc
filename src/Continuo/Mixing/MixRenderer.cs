using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Metering;

namespace Continuo.Mixing;

/// <summary>
/// The audio side of a <see cref="Mixer"/>: applies the published snapshot at a block's boundary and renders the block. Tracks and buses
/// that are no longer in the snapshot stay in a list of their own until they have faded out.
/// </summary>
internal sealed class MixRenderer
{
    /// <summary>Number of inputs per pass of the kernel: a few kilobytes, whatever the number of tracks.</summary>
    private const int LanesAtOnce = 256;

    private readonly AudioFormat _format;
    private readonly FaderMeter _faderMeter;
    private readonly MixLane[] _lanes = new MixLane[LanesAtOnce];
    private readonly GainRamp _master;
    private MixSnapshot _current;
    private MixTrack? _leavingTracks;
    private MixBus? _leavingBuses;
    private int _laneCount;
    private long _applied;
    private long _frames;

    public MixRenderer(AudioFormat format, MixerOptions options, MixSnapshot first, FaderMeter faderMeter)
    {
        (_format, _faderMeter) = (format, faderMeter);
        _current = first;
        _master = new GainRamp(format.Channels, GainRamp.FramesAt(format.SampleRate), first.Master.Gain);
        if (options.Limiter is not null) Limiter = new LookAheadLimiter(format, options.Limiter);
        if (options.MasterMeters != MeterParts.None) Meters = new AudioMeter(format, options.MasterMeters);
    }

    public LookAheadLimiter? Limiter { get; }

    public AudioMeter? Meters { get; }

    /// <summary>Number of the snapshot that is audible. Thread-safe.</summary>
    public long Applied => Volatile.Read(ref _applied);

    /// <summary>Number of frames rendered. Thread-safe.</summary>
    [RealTime]
    public long Frames => Volatile.Read(ref _frames);

    [RealTime]
    public void Render(MixSnapshot published, Span<float> output)
    {
        if (!ReferenceEquals(published, _current)) Apply(published);
        var frames = output.Length / _format.Channels;
        output.Clear();
        foreach (var group in _current.Groups)
        {
            if (group.Bus is { } bus) SumBus(bus, group.Tracks, output, frames);
            else SumTracks(null, group.Tracks, output, frames);
        }

        for (var bus = _leavingBuses; bus is not null; bus = bus.NextLeaving) SumBus(bus, default, output, frames);
        DropSilent();
        if (!_master.IsUnity) _master.Apply(output);
        Limiter?.Process(output);
        Meters?.Process(output);
        Volatile.Write(ref _frames, _frames + frames);
        Volatile.Write(ref _applied, _current.Number);
    }

    [RealTime]
    private void Apply(MixSnapshot next)
    {
        foreach (var group in next.Groups)
        {
            if (group.Bus is { } bus)
            {
                bus.SeenIn = next.Number;
                bus.Ramp.MoveTo(group.Fader.Gain);
            }

            for (var i = 0; i < group.Tracks.Length; i++)
            {
                var settings = group.Settings[i];
                group.Tracks[i].SeenIn = next.Number;
                group.Tracks[i].Aim(settings, !settings.Mute && (settings.Solo || !next.AnySolo));
            }
        }

        foreach (var group in _current.Groups)
        {
            foreach (var track in group.Tracks)
            {
                if (track.SeenIn == next.Number) continue;
                track.Aim(TrackSettings.Default, audible: false);
                track.NextLeaving = _leavingTracks;
                _leavingTracks = track;
            }

            if (group.Bus is not { } bus || bus.SeenIn == next.Number) continue;
            bus.Ramp.MoveTo(0);
            bus.NextLeaving = _leavingBuses;
            _leavingBuses = bus;
        }

        if (_frames == 0) _master.Jump(next.Master.Gain);
        else _master.MoveTo(next.Master.Gain);
        _current = next;
    }

    [RealTime]
    private unsafe void SumBus(MixBus bus, ReadOnlySpan<MixTrack> tracks, Span<float> output, int frames)
    {
        var sum = bus.Sum(output.Length);
        sum.Clear();
        SumTracks(bus, tracks, sum, frames);
        if (bus.Meters is { } meters) _faderMeter.Process(meters, bus.Ramp, bus.Samples, frames);
        var lane = bus.Ramp.Over(bus.Samples);
        if (!bus.Ramp.IsSilent) MixKernels.Add(new ReadOnlySpan<MixLane>(in lane), output, _format.Channels);
        bus.Ramp.Advance(frames);
    }

    [RealTime]
    private void SumTracks(MixBus? bus, ReadOnlySpan<MixTrack> tracks, Span<float> sum, int frames)
    {
        foreach (var track in tracks) Add(track, sum, frames);
        for (var track = _leavingTracks; track is not null; track = track.NextLeaving)
        {
            if (track.Bus == bus) Add(track, sum, frames);
        }

        Flush(sum);
    }

    [RealTime]
    private void Add(MixTrack track, Span<float> sum, int frames)
    {
        if (!track.TakePart(frames, out _lanes[_laneCount])) return;
        if (++_laneCount == LanesAtOnce) Flush(sum);
    }

    [RealTime]
    private void Flush(Span<float> sum)
    {
        MixKernels.Add(_lanes.AsSpan(0, _laneCount), sum, _format.Channels);
        _laneCount = 0;
    }

    /// <summary>Removes tracks and buses that have faded out. A bus stays while a track fades out in it.</summary>
    [RealTime]
    private void DropSilent()
    {
        MixTrack? tracks = null;
        for (var (track, next) = (_leavingTracks, _leavingTracks?.NextLeaving); track is not null; (track, next) = (next,
            next?.NextLeaving))
        {
            track.NextLeaving = null;
            if (track.Ramp.IsSilent) continue;
            track.NextLeaving = tracks;
            tracks = track;
        }

        _leavingTracks = tracks;
        MixBus? buses = null;
        for (var (bus, next) = (_leavingBuses, _leavingBuses?.NextLeaving); bus is not null; (bus, next) = (next, next?.NextLeaving))
        {
            bus.NextLeaving = null;
            if (bus.Ramp.IsSilent && !IsInUse(bus)) continue;
            bus.NextLeaving = buses;
            buses = bus;
        }

        _leavingBuses = buses;
    }

    [RealTime]
    private bool IsInUse(MixBus bus)
    {
        for (var track = _leavingTracks; track is not null; track = track.NextLeaving)
        {
            if (track.Bus == bus) return true;
        }

        return false;
    }
}

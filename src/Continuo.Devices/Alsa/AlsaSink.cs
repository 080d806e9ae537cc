using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Devices.Alsa.Interop;
using Continuo.Diagnostics;
using Continuo.Sinks;
using Continuo.Threading;

namespace Continuo.Devices.Alsa;

/// <summary>
/// Plays to a device of ALSA (<c>device:</c>). A write waits until the device has room, so its clock paces the caller. Underruns are
/// counted.
/// </summary>
/// <remarks>
/// A sound card gets a buffer of 200 ms, of which only the held part is filled, so that <see cref="TryHold"/> can change it while it plays.
/// A plug-in in front of a server derives its latency from the buffer: it gets one of exactly the latency.
/// </remarks>
internal sealed class AlsaSink : IOutputDevice
{
    private static readonly TimeSpan StandardLatency = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan CardBuffer = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);

    private const int WaitMilliseconds = 20;
    private const long PauseNanoseconds = 500_000;
    private const int RecoveriesInARow = 100;

    private readonly AudioAddress _address;
    private readonly TimeSpan? _fixedLatency;
    private readonly MonotonicClock _clock;
    private readonly string _device;
    private readonly Interruption _interruption = new();
    private readonly WakeSignal _interrupt = new();
    private AlsaPcm? _pcm;
    private AudioFormat _format = AudioFormat.Default;
    private int _hold;
    private int _recoveries;
    private long _underruns;
    private long _playedFrom; // of a free-running device: when frame 0 would have been played without underruns
    private long _written;

    /// <param name="address">Address of the output.</param>
    /// <param name="latency">Fixed length of the buffer; <see langword="null"/>: 20 ms, unless set otherwise.</param>
    /// <param name="clock">Clock of a device that has none.</param>
    public AlsaSink(AudioAddress address, TimeSpan? latency, MonotonicClock clock)
    {
        (_address, _fixedLatency, _clock) = (address, latency, clock);
        _device = address.Target.Length > 0 ? address.Target : AlsaSource.Default;
        Description = address.Text;
    }

    /// <inheritdoc/>
    public string Description { get; private set; }

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <inheritdoc/>
    public long LatencyFrames { get; private set; }

    /// <inheritdoc/>
    public long Underruns => Volatile.Read(ref _underruns);

    /// <summary>Frames that are kept buffered.</summary>
    internal int HoldFrames => _hold;

    /// <inheritdoc/>
    public void Open(AudioFormat format)
    {
        Dispose();
        _interruption.Clear();
        _interrupt.Reset();
        var latency = _fixedLatency ?? StandardLatency;
        var pcm = Open(format, latency);
        if (pcm.HasCard && _fixedLatency is null)
        {
            pcm.Dispose();
            pcm = Open(format, CardBuffer);
        }

        (_pcm, _format) = (pcm, format);
        (_written, _playedFrom, _recoveries) = (0, _clock.Now, 0);
        // Fewer than two periods would run dry between two wake-ups.
        _hold = (int)Math.Clamp(
            format.ToFrames(latency), Math.Min(2 * pcm.Grant.PeriodFrames, pcm.Grant.BufferFrames), pcm.Grant.BufferFrames);
        if (!pcm.HasCard) _hold = pcm.Grant.BufferFrames;
        LatencyFrames = _hold;
        _ = SetThresholds(pcm);
        Description = $"{_device} on {AlsaServer.LibraryName}, {pcm.Grant}";
    }

    /// <inheritdoc/>
    public bool WaitForRoom(int frames, TimeSpan timeout)
    {
        var pcm = _pcm ?? throw Lost();
        var deadline = _clock.DeadlineIn(timeout);
        while (true)
        {
            ThrowIfInterrupted();
            var room = Room(pcm);
            if (room >= Math.Min(frames, _hold)) return true;
            var now = _clock.Now;
            if (now >= deadline) return false;
            if (room < 0) Recover(pcm, room);
            else Await(pcm, Math.Min(frames, _hold) - room, Math.Min(deadline - now, WaitMilliseconds * 1_000_000L));
        }
    }

    /// <inheritdoc/>
    [RealTime]
    public int PieceFrames(int blockFrames) => blockFrames % 2 == 0 ? blockFrames / 2 : blockFrames;

    /// <inheritdoc/>
    public bool TryHold(int frames)
    {
        if (_fixedLatency is not null) return false;
        var pcm = _pcm ?? throw Lost();
        if (!pcm.HasCard) return false;
        _hold = Math.Clamp(frames, Math.Min(2 * pcm.Grant.PeriodFrames, pcm.Grant.BufferFrames), pcm.Grant.BufferFrames);
        return SetThresholds(pcm) >= 0 && _hold >= frames;
    }

    /// <inheritdoc/>
    /// <remarks>The edge of real-time code: it waits in the driver.</remarks>
    public void Write(ReadOnlySpan<float> samples)
    {
        var pcm = _pcm ?? throw Lost();
        ThrowIfInterrupted();
        while (samples.Length > 0)
        {
            var room = Room(pcm);
            if (room > 0)
            {
                var frames = Math.Min(room, samples.Length / _format.Channels);
                room = pcm.Write(samples[..(frames * _format.Channels)]);
            }

            if (room > 0)
            {
                samples = samples[(room * _format.Channels)..];
                FramesWritten += room;
                _written += room;
                _recoveries = 0;
                continue;
            }

            ThrowIfInterrupted();
            if (room < 0 && room != LibAsound.TryAgain) Recover(pcm, room);
            else Await(pcm, 1, WaitMilliseconds * 1_000_000L);
        }

        NoteLatency(pcm);
    }

    /// <inheritdoc/>
    public void Finish()
    {
        ThrowIfInterrupted();
        if (_pcm is not { } pcm) return;
        var deadline = _clock.DeadlineIn(DrainPatience + _format.ToTime(pcm.Grant.BufferFrames));
        if (pcm.IsFreeRunning) deadline = _playedFrom + _format.ToNanoseconds(_written);
        else pcm.BeginDrain();
        while (_clock.Now < deadline && (pcm.IsFreeRunning || pcm.State is LibAsound.StateDraining or LibAsound.StateRunning))
        {
            _clock.WaitUntil(Math.Min(deadline, _clock.Now + PauseNanoseconds), _interrupt);
            ThrowIfInterrupted();
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _interruption.Request();
        _interrupt.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pcm?.Dispose();
        _pcm = null;
    }

    private AlsaPcm Open(AudioFormat format, TimeSpan buffer) => AlsaPcm.Open(new AlsaRequest(_address.Text, _device, IsCapture: false)
    {
        SampleRate = format.SampleRate,
        Channels = format.Channels,
        Layout = format.Layout,
        Period = TimeSpan.FromTicks(Math.Min(buffer.Ticks, (_fixedLatency ?? StandardLatency).Ticks) / 4),
        Buffer = buffer,
    });

    // Playback starts when half of the held frames are there: a caller that writes blocks may never fill all of them.
    [RealTime]
    private int SetThresholds(AlsaPcm pcm) =>
        pcm.SetThresholds(Math.Max(1, _hold / 2), pcm.Grant.BufferFrames - _hold + pcm.Grant.PeriodFrames);

    // Frames until the hold is filled, or a negative error number.
    [RealTime]
    private int Room(AlsaPcm pcm)
    {
        if (!pcm.IsFreeRunning)
        {
            var available = pcm.Available();
            return available < 0 ? available : Math.Max(0, available - (pcm.Grant.BufferFrames - _hold));
        }

        var queued = Queued();
        if (queued < 0)
        {
            if (_written > 0) Volatile.Write(ref _underruns, _underruns + 1);
            _playedFrom = _clock.Now - _format.ToNanoseconds(_written);
            queued = 0;
        }

        return (int)Math.Max(0, _hold - queued);
    }

    [RealTime]
    private long Queued() => _written - _format.ToFrames(_clock.Now - _playedFrom);

    private void Await(AlsaPcm pcm, int missing, long nanoseconds)
    {
        var before = _clock.Now;
        var until = before + Math.Min(nanoseconds, _format.ToNanoseconds(missing) + PauseNanoseconds);
        if (!pcm.IsFreeRunning)
        {
            // An error shows again in the next look at the room.
            _ = pcm.Wait((int)Math.Clamp(nanoseconds / 1_000_000, 1, WaitMilliseconds));
            if (_clock.Now - before >= PauseNanoseconds) return;
            // The device was ready, but not with enough room.
            until = Math.Min(until, before + (2 * PauseNanoseconds));
        }

        _clock.WaitUntil(until, _interrupt);
    }

    private void Recover(AlsaPcm pcm, int error)
    {
        if (error == LibAsound.Interrupted) return;
        if (error is not (LibAsound.BrokenPipe or LibAsound.StreamPipe) || ++_recoveries > RecoveriesInARow || pcm.Prepare() < 0)
        {
            throw Lost();
        }

        Volatile.Write(ref _underruns, _underruns + 1);
        // The hold includes what the device's clock had not played; it starts again empty.
        if (_recoveries > 1) _clock.WaitUntil(_clock.Now + PauseNanoseconds, _interrupt);
    }

    private void NoteLatency(AlsaPcm pcm)
    {
        if (pcm.IsFreeRunning)
        {
            LatencyFrames = Math.Max(0, Queued());
            return;
        }

        // A device that has not started has no delay yet.
        if (pcm.Delay() is var delay and > 0) LatencyFrames = delay;
    }

    private void ThrowIfInterrupted() => _interruption.ThrowIfRequested();

    private AudioException Lost() =>
        new(AudioErrorCode.ServerUnavailable, _address.Text, $"the device '{_device}' was lost",
            "Connect it, or start its audio server, and play again");
}

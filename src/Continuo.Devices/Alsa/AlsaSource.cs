using Continuo.Audio;
using Continuo.Devices.Alsa.Interop;
using Continuo.Devices.Timing;
using Continuo.Diagnostics;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Devices.Alsa;

/// <summary>
/// Captures a device of ALSA (<c>device:</c>). The driver's buffer of half a second stands in front of the capture thread. An overrun and a
/// suspension are gaps: the time until the device captures again is missing.
/// </summary>
internal sealed class AlsaSource : IAudioSource
{
    /// <summary>The device that the configuration prefers.</summary>
    public const string Default = "default";

    private static readonly TimeSpan Buffer = TimeSpan.FromMilliseconds(500);

    // Ends a wait soon after an interruption; the device itself wakes the thread every period.
    private const int WaitMilliseconds = 20;
    private const long WaitedNanoseconds = 500_000;
    private const long PauseNanoseconds = 1_000_000;
    private const long AppearanceNanoseconds = 200_000_000;

    private readonly AudioAddress _address;
    private readonly SourceRequest _request;
    private readonly string _device;
    private readonly WakeSignal _interrupt = new();
    private AlsaPcm? _pcm;
    private CaptureClock? _times;
    private bool _wasOpen;
    private bool _waited;
    private long _position;
    private long _begun;
    private long _gap;

    /// <param name="address">Address of the input.</param>
    /// <param name="request">Requested format, chunk size and clock.</param>
    /// <param name="device">Name of the device; <see langword="null"/>: the address's, or the default.</param>
    public AlsaSource(AudioAddress address, SourceRequest request, string? device = null)
    {
        (_address, _request) = (address, request);
        _device = device ?? (address.Target.Length > 0 ? address.Target : Default);
        Format = request.Complete(AudioFormat.Default);
        Description = address.Text;
    }

    /// <inheritdoc/>
    public AudioFormat Format { get; private set; }

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Device;

    /// <inheritdoc/>
    public string Description { get; private set; }

    /// <inheritdoc/>
    public void Open()
    {
        Close();
        _interrupt.Reset();
        var pcm = OpenWhenThere();
        try
        {
            if (!_wasOpen) Format = pcm.Format;
            _ = pcm.SetThresholds(startFrames: 1, pcm.Grant.PeriodFrames);
            if (pcm.Start() is var error and < 0) throw AlsaFailure.OfOpening(_address.Text, _device, error, isCapture: true);
        }
        catch
        {
            pcm.Dispose();
            throw;
        }

        _pcm = pcm;
        _times = new CaptureClock(Format);
        (_position, _gap, _waited, _wasOpen) = (0, 0, false, true);
        _begun = _request.Clock.Now;
        Description = $"{_device} on {AlsaServer.LibraryName}, {pcm.Grant}";
    }

    /// <inheritdoc/>
    /// <remarks>The edge of real-time code: it waits in the driver. What it does with audio is marked.</remarks>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_pcm is not { } pcm) return SourceRead.Lost;
        var clock = _request.Clock;
        var deadline = clock.DeadlineIn(timeout);
        while (!_interrupt.IsSet)
        {
            if (pcm.IsFreeRunning && !AwaitTime(pcm, destination.Length / Format.Channels, deadline)) return SourceRead.Nothing;
            var status = Take(pcm, destination, out var read);
            if (status > 0) return read;
            var before = clock.Now;
            if (status == 0)
            {
                if (before >= deadline) return SourceRead.Nothing;
                status = pcm.Wait((int)Math.Clamp((deadline - before + 999_999) / 1_000_000, 1, WaitMilliseconds));
                _waited = clock.Now - before > WaitedNanoseconds;
            }

            if (status < 0 && !Recover(pcm, status)) return Lose();
            // A device that fails again, or is ready without frames, must not keep the thread busy.
            var idle = status < 0 || (status > 0 && !_waited && pcm.Available() == 0);
            if (idle) clock.WaitUntil(clock.Now + PauseNanoseconds, _interrupt);
            if (status < 0 && clock.Now >= deadline) return SourceRead.Nothing;
        }

        return SourceRead.Nothing;
    }

    /// <inheritdoc/>
    public void Interrupt() => _interrupt.Set();

    /// <inheritdoc/>
    public void Dispose() => Close();

    // Frames read, 0 if there is none, or a negative error number.
    [RealTime]
    private int Take(AlsaPcm pcm, Span<float> destination, out SourceRead read)
    {
        read = SourceRead.Nothing;
        var room = destination.Length / Format.Channels;
        var available = pcm.Available();
        if (available <= 0) return available;
        if (!pcm.IsFreeRunning)
        {
            // A card knows how long its newest frame is on the way. A plug-in only estimates; what arrived is a bound it cannot spoil.
            var delay = pcm.HasCard ? Math.Max(available, pcm.Delay()) : available;
            _times!.Arrived(_position + delay, _request.Clock.Now, _waited);
        }

        var frames = pcm.Read(destination[..(Math.Min(available, room) * Format.Channels)]);
        if (frames <= 0) return frames == LibAsound.TryAgain ? 0 : frames;
        var time = pcm.IsFreeRunning ? _begun + Format.ToNanoseconds(_position) : _times!.TimeOf(_position);
        _position += frames;
        read = new SourceRead(SourceStatus.Data, frames, time, _gap, _gap > 0 ? GapReason.Device : GapReason.None);
        _gap = 0;
        return frames;
    }

    // Without a clock of its own, the device has captured what our clock says.
    private bool AwaitTime(AlsaPcm pcm, int room, long deadline)
    {
        var frames = Math.Min(room, pcm.Grant.PeriodFrames);
        var due = _begun + Format.ToNanoseconds(_position + frames);
        return _request.Clock.WaitUntil(Math.Min(due, deadline), _interrupt) && due <= deadline;
    }

    // The frames between the last one read and the first one after the restart are missing.
    [RealTime]
    private bool Recover(AlsaPcm pcm, int error)
    {
        if (error == LibAsound.Interrupted) return true;
        if (error is not (LibAsound.BrokenPipe or LibAsound.StreamPipe)) return false;
        var expected = _times!.IsSet ? _times.TimeOf(_position) : _begun + Format.ToNanoseconds(_position);
        if (pcm.Prepare() < 0 || pcm.Start() < 0) return false;
        _gap += Math.Max(0, Format.ToFrames(_request.Clock.Now - expected));
        _times.Reset();
        (_position, _begun) = (0, _request.Clock.Now);
        return true;
    }

    private AlsaPcm OpenWhenThere()
    {
        var deadline = _request.Clock.DeadlineIn(_request.WaitForAppearance ?? TimeSpan.Zero);
        while (true)
        {
            try
            {
                var rate = _wasOpen ? Format.SampleRate : _request.SampleRate;
                return AlsaPcm.Open(new AlsaRequest(_address.Text, _device, IsCapture: true)
                {
                    SampleRate = rate,
                    Channels = _wasOpen ? Format.Channels : _request.Channels,
                    Period = TimeSpan.FromSeconds((double)_request.ChunkFramesAt(rate ?? 48_000) / (rate ?? 48_000)),
                    Buffer = Buffer,
                });
            }
            catch (AudioException e) when (e.Code == AudioErrorCode.NotFound && _request.Clock.Now < deadline)
            {
                if (!_request.Clock.WaitUntil(Math.Min(deadline, _request.Clock.Now + AppearanceNanoseconds), _interrupt))
                    throw new OperationCanceledException($"Opening {_address.Text} was interrupted.", e);
            }
        }
    }

    private SourceRead Lose()
    {
        Close();
        return SourceRead.Lost;
    }

    private void Close()
    {
        _pcm?.Dispose();
        _pcm = null;
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Ipc.Wire;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Ipc;

/// <summary>
/// Receives audio from one sending process at a time: <c>ipc:PATH?listen</c>. Without a sender it delivers silence. The next sender can connect when the
/// current one disconnects or dies. Reading does not allocate.
/// </summary>
internal sealed class IpcTalkSource : IAudioSource
{
    private const int MaxComing = 8;

    private readonly string _path;
    private readonly TimeSpan _silence;
    private readonly MonotonicClock _clock;
    private readonly WakeSignal _interrupt = new();
    private readonly IpcFaultCounts _faults = new();
    private IpcDoor? _door;
    private IpcInlet? _inlet;
    private uint _lastStream;
    private long _talkers;

    /// <param name="path">Path of the socket to listen on.</param>
    /// <param name="format">Format to deliver. A sender with another sample rate is refused; its channels are converted.</param>
    /// <param name="silence">Disconnect a sender after this long without a message.</param>
    /// <param name="clock">The clock.</param>
    internal IpcTalkSource(string path, AudioFormat format, TimeSpan silence, MonotonicClock clock) => (_path, Format, _silence, _clock) = (path, format, silence, clock);

    /// <inheritdoc/>
    public AudioFormat Format { get; }

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Device;

    /// <inheritdoc/>
    public string Description => $"whoever talks to {_path} ({Format})";

    /// <summary>Number of senders that have connected. Thread-safe.</summary>
    public long Talkers => Volatile.Read(ref _talkers);

    /// <summary>Number of connections ended by each kind of fault. Thread-safe.</summary>
    public IReadOnlyDictionary<string, long> Faults => _faults.ToDictionary();

    /// <inheritdoc/>
    public void Open()
    {
        Dispose();
        _interrupt.Reset();
        _door = new IpcDoor(_path, MaxComing, _faults);
    }

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_door is not { } door) return SourceRead.Nothing;
        var deadline = _clock.DeadlineIn(timeout);
        while (true)
        {
            var now = _clock.Now;
            while (door.Admit(now, 0) is { } guest) Welcome(guest, now);
            var read = _inlet?.Read(destination, now) ?? SourceRead.Nothing;
            if (read.Status == SourceStatus.Data) return read;
            if (read.Status is SourceStatus.Lost or SourceStatus.End) Forget();
            if (now >= deadline || _interrupt.IsSet) return _inlet is null ? SourceRead.Idle(now) : SourceRead.Nothing;
            var patience = IpcInlet.PollTime(now, deadline);
            if (_inlet is { } inlet) inlet.Wait(patience);
            else door.Wait(patience);
        }
    }

    /// <inheritdoc/>
    public void Interrupt() => _interrupt.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        _inlet?.Dispose();
        _inlet = null;
        _door?.Dispose();
        _door = null;
    }

    private void Welcome(IpcGuest guest, long now)
    {
        try
        {
            if (!guest.Request.Talks) throw new AudioException(AudioErrorCode.Unsupported, "listening", "this server only receives", "Talk, or use a server that sends");
            var config = IpcOffer.ToTalker(guest.Request, Format);
            if (_inlet is not null)
            {
                Refuse(guest, IpcFault.Busy);
                return;
            }

            if (!guest.Answer(config, ++_lastStream, IpcOffer.MaxContent(config), IpcLimits.MaxControl, now))
            {
                Refuse(guest, guest.Link.Fault);
                return;
            }

            _inlet = new IpcInlet(guest.Link, config, _silence);
            Volatile.Write(ref _talkers, _talkers + 1);
        }
        catch (AudioException e)
        {
            Refuse(guest, IpcFault.Unsupported, e.Message);
        }
    }

    private void Refuse(IpcGuest guest, IpcFault fault, string? words = null)
    {
        guest.Refuse(fault, words);
        _faults.Count(fault);
    }

    private void Forget()
    {
        _faults.Count(_inlet!.Fault);
        _inlet.Dispose();
        _inlet = null;
    }
}

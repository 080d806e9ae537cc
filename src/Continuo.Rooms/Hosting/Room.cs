using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rooms.Mixing;
using Continuo.Rooms.Processing;

namespace Continuo.Rooms.Hosting;

/// <summary>
/// Speakers and listeners that hear each other. Every tick hands each listener exactly one block: the sum of all speakers, less the
/// listener's own voice, plus what the listener has changed. Opened by <see cref="RoomHost.Open"/>.
/// </summary>
/// <remarks>
/// All members are thread-safe and none waits for the audio. Changes go to the tick through a bounded queue and take effect at its next
/// beginning. A room in which no one speaks stops ticking (<see cref="RoomOptions.ParkAfter"/>) and costs nothing; its listeners then
/// receive no blocks, and <see cref="RoomBlock.Position"/> counts on.
/// </remarks>
public sealed partial class Room : IDisposable, IRoomControl, IWakeable
{
    private readonly Lock _control = new(); // for controlling threads only; the tick never takes it
    private readonly RoomHost? _host;
    private readonly RoomServices _services;
    private readonly CommandQueue _commands;
    private readonly RoomTick _tick;
    private readonly MixPlanner _planner;
    private readonly EventBuffer _events;
    private readonly UserCode _userCode;
    private readonly int _parkTicks;
    private RoomSpeaker[] _speakers = [];
    private RoomListener[] _listeners = [];
    private uint _lastNumber;
    private bool _disposed;
    private int _scheduled;

    internal Room(string name, RoomOptions options, MonotonicClock clock, RoomHost? host = null, EventBuffer? events = null,
        RoomServices? services = null)
    {
        options.Validate();
        (Name, Options, Clock, _host) = (name, options, clock, host);
        _services = services ?? new RoomServices();
        _commands = new CommandQueue(options.MaxCommands);
        _tick = new RoomTick(this, options);
        _planner = new MixPlanner(options, _tick.Common);
        _events = events ?? new EventBuffer(1024);
        _userCode = new UserCode($"room '{name}'", options.Logger);
        _parkTicks = options.ParkAfter == Timeout.InfiniteTimeSpan
            ? int.MaxValue
            : (int)Math.Min(int.MaxValue, Math.Ceiling(options.ParkAfter / options.Tick));
        Wake = new RoomWake(this);
    }

    /// <summary>
    /// Raised for everything that happens in the room, on a thread of the host that is not an audio thread. Handlers may be slow; their
    /// exceptions are counted and the first is logged.
    /// </summary>
    public event EventHandler<RoomEventArgs>? Changed;

    /// <summary>Name of the room.</summary>
    public string Name { get; }

    /// <summary>Options of the room.</summary>
    public RoomOptions Options { get; }

    /// <summary>The speakers. A snapshot.</summary>
    public IReadOnlyList<RoomSpeaker> Speakers => Volatile.Read(ref _speakers);

    /// <summary>The listeners. A snapshot.</summary>
    public IReadOnlyList<RoomListener> Listeners => Volatile.Read(ref _listeners);

    /// <summary>Whether no one speaks and the room does not tick.</summary>
    public bool IsParked => !IsScheduled;

    /// <summary>Takes a snapshot of the statistics.</summary>
    public RoomStatistics Statistics => new()
    {
        Ticks = _tick.Counters.Ticks,
        EncodedPackets = _tick.Counters.Encodes,
        ForwardedPackets = _tick.Counters.Forwards,
        Mixes = _planner.Count,
        Commands = _commands.Added,
        RefusedCommands = _commands.Refused,
        DroppedEvents = _events.Dropped,
        Faults = _userCode.Faults,
    };

    internal MonotonicClock Clock { get; }

    /// <summary>Position after the last tick, in frames of the timeline.</summary>
    internal long Position => _tick.Position;

    internal RoomWake Wake { get; }

    /// <summary>Whether the host ticks the room, or will.</summary>
    [RealTime]
    internal bool IsScheduled => Volatile.Read(ref _scheduled) != 0;

    /// <summary>The next parked room that waits to be scheduled; used by the host.</summary>
    internal Room? NextWoken { get; set; }

    /// <summary>When the next tick is due, in nanoseconds of the clock; used by the host.</summary>
    internal long NextTick { get; set; }

    /// <summary>Number of the next tick; used by the host.</summary>
    internal long TickNumber { get; set; }

    /// <summary>Adds a speaker.</summary>
    /// <param name="options">Who speaks.</param>
    /// <param name="input">Where the audio comes from; the room disposes it after the speaker has left.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if an option is out of range, the room is full, or the
    /// input's format does not fit; <see cref="AudioErrorCode.Unsupported"/> if too many commands wait.</exception>
    public RoomSpeaker AddSpeaker(SpeakerOptions options, ISpeakerInput input)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(input);
        options.Validate();
        RequireFormat(input.Format);
        RoomSpeaker speaker;
        lock (_control)
        {
            RequireOpen(2);
            if (_speakers.Length >= Options.MaxSpeakers) throw Full("speakers", Options.MaxSpeakers);
            speaker = new RoomSpeaker(this, options, input, ++_lastNumber) { JoinedAt = Clock.Now };
            foreach (var watcher in _watchers) watcher.Join(speaker);
            Join(speaker);
            Connect(speaker.MemberId, speaker.Lane.Reference);
        }

        FindName(speaker);

        Post(RoomEventKind.SpeakerJoined, speaker, null, Clock.Now);
        return speaker;
    }

    /// <summary>Adds a listener.</summary>
    /// <param name="options">Who listens.</param>
    /// <param name="output">Where the mix goes.</param>
    /// <exception cref="AudioException">As with <see cref="AddSpeaker"/>.</exception>
    public RoomListener AddListener(ListenerOptions options, IListenerOutput output)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        options.Validate();
        RequireCodec(options);
        options = Recall(options);
        RoomListener listener;
        lock (_control)
        {
            RequireOpen(1);
            if (_listeners.Length >= Options.MaxListeners) throw Full("listeners", Options.MaxListeners);
            listener = new RoomListener(this, options, output);
            listener.Reference = Array.FindLast(_speakers, s => s.MemberId == options.MemberId)?.Lane.Reference;
            _planner.Add(listener, _speakers);
            Enqueue(null);
            Volatile.Write(ref _listeners, [.. _listeners, listener]);
        }

        Post(RoomEventKind.ListenerJoined, null, listener, Clock.Now);
        return listener;
    }

    /// <summary>Ends the room: all speakers and listeners leave. Idempotent.</summary>
    public void Dispose()
    {
        lock (_control)
        {
            if (_disposed) return;
            _disposed = true;
        }

        _host?.Close(this);
        if (_host is null) Release();
    }

    /// <summary>Makes a speaker heard: first in the plans of the mixes, then in the tick. Under the control lock.</summary>
    private void Join(RoomSpeaker speaker)
    {
        speaker.Input.Connect(Wake);
        RoomSpeaker[] speakers = [.. _speakers, speaker];
        foreach (var listener in _listeners)
        {
            if (listener.Plan.IsPlain && listener.MemberId != speaker.MemberId) continue;
            _planner.Update(listener, speakers, joining: speaker.Lane);
        }

        Enqueue(new RoomCommand(tick => tick.Add(speaker.Lane)));
        Volatile.Write(ref _speakers, speakers);
        MembersChanged();
    }

    /// <summary>What a person hears is the far end of the person's echo canceller.</summary>
    private void Connect(string memberId, EchoReference? reference)
    {
        if (reference is null) return;
        foreach (var listener in _listeners)
        {
            if (listener.MemberId == memberId) listener.Reference = reference;
        }
    }

    private void RequireOpen(int commands)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_commands.HasRoom(commands)) return;
        throw new AudioException(AudioErrorCode.Unsupported, $"a change in room '{Name}'",
            $"{Options.MaxCommands} changes wait for the next tick", "Send volumes as one row, or wait 20 ms");
    }

    private void RequireFormat(AudioFormat format)
    {
        if (format.SampleRate == Options.Format.SampleRate && format.Channels is 1 or 2) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, $"a speaker's input of {format}",
            $"room '{Name}' mixes {Options.Format}", "Resample the input, to one or two channels");
    }

    private void RequireCodec(ListenerOptions options)
    {
        if (options.Codec is not { } codec) return;
        if (codec.Format == Options.Format && codec.FramesPerPacket == Options.BlockFrames) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, $"a listener's codec {codec}",
            $"room '{Name}' makes packets of {Options.Tick.TotalMilliseconds} ms of {Options.Format}", "Describe the codec with these");
    }

    private AudioException Full(string what, int most) =>
        new(AudioErrorCode.InvalidArgument, $"one more of the {what} of room '{Name}'", $"it has {most}, the most it may",
            "Raise the room's limit, or use another room");
}

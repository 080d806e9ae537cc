using Continuo.Mixing;
using Continuo.Rooms.Scheduling;

namespace Continuo.Rooms.Mixing;

/// <summary>
/// One tick of a room: reads every speaker, sums once, makes each mix that differs, encodes, and hands every listener exactly one block.
/// </summary>
/// <remarks>
/// <para>Three stages are spread over the cores: reading (one piece per speaker), mixing, encoding and delivering (one per mix), delivering
/// mixes that many listeners share (one per 32 listeners). Between them one thread chooses the speakers and sums them. Cost: speakers +
/// listeners × (1 + changed volumes).</para>
/// <para>Nothing is allocated after warm-up, unless a command brings more members than before. Exceptions of inputs and outputs are caught
/// per member.</para>
/// </remarks>
internal sealed class RoomTick : ITickStage
{
    private const int DeliveryListeners = 32;
    private const int HoldMilliseconds = 500;
    private const int StallMilliseconds = 200;

    private readonly IRoomControl _room;
    private readonly RoomOptions _options;
    private readonly SpeakerChoice _choice;
    private readonly GainRamp _unity;
    private readonly int _frames;
    private readonly int _hold;
    private readonly int _stallTicks;
    private SpeakerLane[] _lanes = [];
    private MixRender[] _renders;
    private MixRender[] _own = [];
    private Delivery[] _deliveries = [];
    private IMixLink[] _links = [];
    private int _laneCount, _ownCount, _deliveryCount;
    private TickPhase _phase;
    private int _shed;
    private long _tick;
    private long _due;
    private long _now;
    private long _position;

    public RoomTick(IRoomControl room, RoomOptions options)
    {
        (_room, _options, _frames) = (room, options, options.BlockFrames);
        _choice = new SpeakerChoice(options);
        _unity = new GainRamp(options.Format.Channels, 1);
        _hold = (int)(HoldMilliseconds / options.Tick.TotalMilliseconds);
        _stallTicks = (int)(StallMilliseconds / options.Tick.TotalMilliseconds);
        Common = new MixRender(options, isCommon: true);
        _renders = [Common];
    }

    private enum TickPhase
    {
        Read,
        Mix,
        Deliver,
    }

    public MixRender Common { get; }

    /// <summary>Ticks since any speaker's input had something to read.</summary>
    public int QuietTicks { get; private set; }

    /// <summary>Whether ticks were left out before the next one.</summary>
    public bool CatchesUp { get; set; }

    /// <summary>Position after the last tick, in frames of the room's timeline. Thread-safe.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Whether there are speakers.</summary>
    public bool HasLanes => _laneCount > 0;

    /// <summary>Whether a speaker has audio, or must be read all the time.</summary>
    public bool HasWork
    {
        get
        {
            for (var i = 0; i < _laneCount; i++)
            {
                if (_lanes[i].Speaker.KeepsTicking || !_lanes[i].Speaker.Input.IsIdle) return true;
            }

            return false;
        }
    }

    public RoomCounters Counters { get; } = new();

    public void Add(SpeakerLane lane)
    {
        if (_laneCount == _lanes.Length) Array.Resize(ref _lanes, Math.Max(8, 2 * _laneCount));
        _lanes[_laneCount++] = lane;
        QuietTicks = 0;
    }

    /// <summary>Replaces the links to other nodes.</summary>
    public void SetLinks(IMixLink[] links) => _links = links;

    public void SetRenders(MixRender[] renders)
    {
        _renders = renders;
        if (_own.Length < renders.Length) _own = new MixRender[2 * renders.Length];
    }

    /// <summary>Runs one tick.</summary>
    /// <param name="workers">Spreads the stages; <see langword="null"/> does everything on this thread.</param>
    /// <param name="command">The oldest of the commands to apply first.</param>
    /// <param name="tick">Number of the tick.</param>
    /// <param name="due">When it was due, in nanoseconds of the room's clock.</param>
    /// <param name="now">Current time of the room's clock.</param>
    /// <param name="shed">Number of steps by which quality is reduced.</param>
    public void Run(TickWorkers? workers, RoomCommand? command, long tick, long due, long now, int shed)
    {
        (_tick, _due, _now, _shed) = (tick, due, now, shed);
        for (; command is not null; command = command.Before) command.Apply(this);
        for (var i = 0; i < _laneCount; i++) _lanes[i].Index = i;
        foreach (var link in _links) link.Begin();
        Stage(workers, TickPhase.Read, _laneCount);
        CatchesUp = false;
        var lanes = _lanes.AsSpan(0, _laneCount);
        Watch(lanes);
        _choice.Choose(lanes, ShedSteps.MaxMixed(_options.MaxMixed, shed), TalksOver(except: null));
        foreach (var lane in lanes) lane.Apply(lane.TalksOver ? 1 : _choice.Attenuation);
        PlanMixes(lanes);
        Send(lanes);
        Stage(workers, TickPhase.Mix, _ownCount);
        PlanDeliveries();
        Stage(workers, TickPhase.Deliver, _deliveryCount);
        DropLeaving();
        Volatile.Write(ref _position, (tick + 1) * _frames);
        Counters.Ticks++;
    }

    /// <inheritdoc/>
    public void Run(int item)
    {
        switch (_phase)
        {
            case TickPhase.Read: Read(_lanes[item]); break;
            case TickPhase.Mix: Mix(_own[item]); break;
            default: Deliver(_deliveries[item]); break;
        }
    }

    private void Stage(TickWorkers? workers, TickPhase phase, int count)
    {
        _phase = phase;
        if (workers is not null)
        {
            workers.Run(this, count);
            return;
        }

        for (var i = 0; i < count; i++) Run(i);
    }

    private void Read(SpeakerLane lane)
    {
        try
        {
            if (CatchesUp) lane.CatchUp();
            lane.Read(_tick);
        }
        catch (Exception e)
        {
            // Boundary of the audio thread: this input is not read again, and nothing else stops.
            lane.Failure = e;
            _room.Fail(e, "A speaker's input", lane.Speaker, null);
        }
    }

    private void Watch(ReadOnlySpan<SpeakerLane> lanes)
    {
        QuietTicks++;
        foreach (var lane in lanes)
        {
            if (!lane.IsParked || lane.Speaker.KeepsTicking) QuietTicks = 0;
            if (lane.Kind == LaneKind.Link) continue; // not a person
            if (lane.HasTurned)
            {
                _room.Post(lane.IsSpeaking ? RoomEventKind.SpeakingStarted : RoomEventKind.SpeakingStopped, lane.Speaker, null, _now);
            }

            if (lane.ConcealedTicks == _stallTicks) Stall(lane, true);
            else if (lane.Speaker.IsStalled && lane.Status == SpeakerBlock.Heard) Stall(lane, false);
        }
    }

    private void Stall(SpeakerLane lane, bool isStalled)
    {
        lane.Speaker.IsStalled = isStalled;
        _room.Post(isStalled ? RoomEventKind.SpeakerStalled : RoomEventKind.SpeakerRecovered, lane.Speaker, null, _now);
    }

    /// <summary>Sums the speakers and decides which mixes differ from the common one.</summary>
    private void PlanMixes(ReadOnlySpan<SpeakerLane> lanes)
    {
        foreach (var render in _renders) render.Decide(_hold, _frames);
        Common.Sum(lanes, _unity);
        _ownCount = 0;
        var isNeeded = false;
        foreach (var encoder in Common.Encoders) encoder.Need(isOwn: true);
        foreach (var render in _renders)
        {
            if (render.IsCommon) continue;
            if (render.IsOwn) _own[_ownCount++] = render;
            foreach (var encoder in render.Encoders)
            {
                encoder.Need(render.IsOwn);
                if (!encoder.IsNeeded) encoder.Skip();
                if (!render.IsOwn && encoder.Listeners.Length > 0) encoder.Shared!.Share();
            }
        }

        foreach (var encoder in Common.Encoders)
        {
            isNeeded |= encoder.IsNeeded;
            if (!encoder.IsNeeded) encoder.Skip();
        }

        Common.Need(isNeeded);
        if (_own.Length < _ownCount + 1) Array.Resize(ref _own, 2 * (_ownCount + 1));
        if (isNeeded) _own[_ownCount++] = Common;
    }

    /// <summary>Whether someone on another node talks over the speakers of this one.</summary>
    private bool TalksOver(IMixLink? except)
    {
        foreach (var link in _links)
        {
            if (link != except && link.TalksOver) return true;
        }

        return false;
    }

    /// <summary>Sends to each linked node the sum of all that did not come from it.</summary>
    private void Send(ReadOnlySpan<SpeakerLane> lanes)
    {
        if (_links.Length == 0) return;
        var talksOver = false;
        foreach (var lane in lanes) talksOver |= lane.IsTalkingOver;
        foreach (var link in _links) link.Send(_tick, Common, lanes, talksOver || TalksOver(except: link));
    }

    private void Mix(MixRender render)
    {
        render.Render(Common, _lanes.AsSpan(0, _laneCount), _frames);
        foreach (var encoder in render.Encoders)
        {
            if (!encoder.IsNeeded) continue;
            if (!TryForward(render, encoder)) encoder.Encode(render.Output, render.Before(Common), render.IsSilent, _shed);
            if (IsDeliveredAtOnce(encoder)) Deliver(new Delivery(encoder, encoder.Listeners, 0));
        }
    }

    /// <summary>
    /// Forwards the packet of a lone speaker. The change from encoding to forwarding is made when it is quiet, or before the first block of
    /// those who listen, because an encoded mix is later by the limiter and the encoder's look-ahead.
    /// </summary>
    private static bool TryForward(MixRender render, MixEncoder encoder)
    {
        if (!encoder.Encoding.AllowsForwarding || render.Sole is not { } sole
            || !(encoder.IsForwarded || render.WasQuiet || encoder.IsUnheard)
            || !string.Equals(sole.CodecName, encoder.Encoding.Codec?.Name, StringComparison.Ordinal)
            || !sole.TryGetPacket(out var packet) || !encoder.Fits(packet.Length))
        {
            return false;
        }

        encoder.Forward(packet);
        return true;
    }

    /// <summary>Whether the listeners receive the block as soon as it is encoded: they are few, and no other mix's.</summary>
    private static bool IsDeliveredAtOnce(MixEncoder encoder) => encoder.Listeners.Length <= DeliveryListeners;

    private void PlanDeliveries()
    {
        _deliveryCount = 0;
        var (encodes, forwards) = (0, 0);
        foreach (var render in _renders)
        {
            foreach (var encoder in render.Encoders)
            {
                var from = render.IsOwn ? encoder : encoder.Shared ?? encoder;
                if (encoder.IsNeeded && from == encoder)
                {
                    if (encoder.IsForwarded) forwards++;
                    else if (encoder.Encoding.Codec is not null) encodes++;
                    if (IsDeliveredAtOnce(encoder)) continue;
                }

                for (var at = 0; at < encoder.Listeners.Length; at += DeliveryListeners) Add(new Delivery(from, encoder.Listeners, at));
            }
        }

        Counters.Encodes += encodes;
        Counters.Forwards += forwards;
    }

    private void Add(in Delivery delivery)
    {
        if (_deliveryCount == _deliveries.Length) Array.Resize(ref _deliveries, Math.Max(16, 2 * _deliveryCount));
        _deliveries[_deliveryCount++] = delivery;
    }

    private void Deliver(in Delivery delivery)
    {
        var (encoder, render) = (delivery.From, delivery.From.Render);
        var block = new RoomBlock
        {
            Tick = _tick,
            Position = _tick * _frames,
            Due = _due,
            Samples = render.Output,
            Payload = encoder.Payload,
            IsForwarded = encoder.IsForwarded,
            Contributions = render.Contributions,
        };
        var end = Math.Min(delivery.Begin + DeliveryListeners, delivery.Listeners.Length);
        for (var i = delivery.Begin; i < end; i++) delivery.Listeners[i].Deliver(block);
    }

    private void DropLeaving()
    {
        var kept = 0;
        for (var i = 0; i < _laneCount; i++)
        {
            var lane = _lanes[i];
            if (lane.IsLeaving) lane.IsGone = true;
            else _lanes[kept++] = lane;
        }

        _lanes.AsSpan(kept, _laneCount - kept).Clear();
        _laneCount = kept;
    }

    private readonly record struct Delivery(MixEncoder From, RoomListener[] Listeners, int Begin);
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;
using Continuo.Rooms.Scheduling;

namespace Continuo.Rooms.Tests;

/// <summary>A room on virtual time that the test ticks itself.</summary>
internal sealed class VirtualRoom : IDisposable
{
    private int _shed;

    public VirtualRoom(RoomOptions? options = null, RoomServices? services = null, VirtualClock? clock = null)
    {
        Clock = clock ?? new VirtualClock(1_000_000_000);
        Room = new Room("test", options ?? new RoomOptions(), Clock, services: services);
        Room.Changed += (_, e) => Events.Add(e);
    }

    public VirtualClock Clock { get; }

    public Room Room { get; }

    public List<RoomEventArgs> Events { get; } = [];

    /// <summary>Called before each tick, with its number.</summary>
    public Action<long>? BeforeTick { get; set; }

    public TickWorkers? Workers { get; init; }

    public int Frames => Room.Options.BlockFrames;

    public AudioFormat Format => Room.Options.Format;

    public int Shed
    {
        get => _shed;
        set => _shed = value;
    }

    public void Tick(int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            BeforeTick?.Invoke(Room.TickNumber);
            Clock.Advance(Room.Options.Tick);
            Room.Tick(Workers, Clock.Now, _shed);
        }
    }

    public void Maintain()
    {
        Room.Maintain(Clock.Now);
        Room.RaiseEvents();
    }

    public RoomSpeaker Speak(string id, ISpeakerInput input, Func<SpeakerOptions, SpeakerOptions>? with = null)
    {
        var options = new SpeakerOptions { MemberId = id };
        return Room.AddSpeaker(with is null ? options : with(options), input);
    }

    public (RoomListener Listener, CapturedOutput Output) Listen(string id, Func<ListenerOptions, ListenerOptions>? with = null)
    {
        var (options, output) = (new ListenerOptions { MemberId = id }, new CapturedOutput());
        return (Room.AddListener(with is null ? options : with(options), output), output);
    }

    public void Dispose()
    {
        Room.Dispose();
        Workers?.Dispose();
    }
}

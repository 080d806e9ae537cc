using System.Diagnostics;
using Continuo.Audio;
using Continuo.Cli.Reports.Desk;
using Continuo.Metering;
using Continuo.Mumble.Addresses;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;
using Continuo.Rooms.Outputs;
using Continuo.Rooms.Volumes;
using Continuo.Streams;

namespace Continuo.Cli.Desk;

/// <summary>
/// A running desk: a room whose speakers are the persons of all channels, with one listener, whose mix goes to the outputs. What is set is
/// the listener's settings, which the room saves. Thread-safe.
/// </summary>
internal sealed class DeskRun : IAsyncDisposable
{
    private readonly DeskConfig _config;
    private readonly VolumeStore _volumes;
    private readonly RoomHost _host;
    private readonly Room _room;
    private readonly RoomListener _listener;
    private readonly AudioStream _mix;
    private readonly DeskTape _tape;
    private readonly AudioMeter _meter;
    private readonly DeskChannel[] _channels;
    private readonly DeskOutput[] _outputs;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _setting = new();

    /// <param name="config">The configuration.</param>
    /// <param name="system">Opens addresses.</param>
    /// <param name="tell">Receives what happens, in words. Any thread.</param>
    /// <exception cref="AudioException">The file of the volumes cannot be used, or a library is missing.</exception>
    public DeskRun(DeskConfig config, AudioSystem system, Action<string> tell)
    {
        _config = config;
        _volumes = new VolumeStore(DeskFiles.VolumesOf(config));
        if (_volumes.Problem is { } problem) tell(problem);
        _host = new RoomHost(services: new RoomServices { Volumes = _volumes, ServerName = "desk" });
        _room = _host.Open(config.Name, new RoomOptions
        {
            Format = new AudioFormat(48_000, config.IsStereo ? 2 : 1),
            ParkAfter = Timeout.InfiniteTimeSpan, // the outputs play on
            RemoveAfter = Timeout.InfiniteTimeSpan, // who is silent stays at the desk
        });
        var source = new RoomMixSource(_room.Options);
        _mix = AudioStream.Open("mix", () => source);
        _meter = new AudioMeter(_mix.Format, MeterParts.Levels);
        _mix.Subscribe((in AudioChunk chunk) => _meter.Process(chunk.Samples));
        _mix.Start();
        _listener = _room.AddListener(new ListenerOptions { MemberId = config.Name }, source);
        _tape = new DeskTape(config, _room, _listener, system, tell);
        var users = new DeskUsers(system);
        _channels = [.. config.Channels.Select(c => Open(c, users.Complete(c.Address, c.Name), system, tell))];
        _outputs = [.. config.Outputs.Select(o => new DeskOutput(o.Key, users.Complete(o.Value, o.Key), _mix, system, tell))];
        foreach (var link in _channels.Concat<DeskLink>(_outputs)) link.Start();
    }

    /// <summary>Whether every channel has ended or failed, so that nothing will be heard any more.</summary>
    public bool IsOver => _channels.All(c => c.State is DeskLinkState.Ended or DeskLinkState.Failed);

    /// <summary>The first problem of a channel or output that was given up.</summary>
    public string? Failure => _channels.Concat<DeskLink>(_outputs).FirstOrDefault(l => l.State == DeskLinkState.Failed)?.Problem;

    /// <summary>Takes a snapshot.</summary>
    public DeskReport Report() => new(
        _config.Name,
        Math.Round(_watch.Elapsed.TotalSeconds, 3),
        Enumerable.Range(0, _mix.Format.Channels).Select(c => Rounded(Decibels.FromGain(_meter.Levels!.Peak(c)))).Max(),
        Persons(),
        Groups(),
        [.. _channels.Select(c => c.Report())],
        [.. _outputs.Select(o => o.Report())],
        _tape.Recording,
        _tape.Playing);

    /// <summary>What is recorded and played.</summary>
    public DeskTape Tape => _tape;

    /// <summary>Changes a person's settings; they are saved.</summary>
    /// <param name="id">Id of the person, present or not.</param>
    /// <param name="change">Returns the new settings.</param>
    public void Set(string id, Func<SpeakerVolume, SpeakerVolume> change)
    {
        lock (_setting)
        {
            var now = _listener.GetVolumes().FirstOrDefault(v => v.MemberId == id) ?? new SpeakerVolume(id);
            _listener.SetVolumes(change(now));
        }
    }

    /// <summary>Switches a group on or off; saved.</summary>
    public void Toggle(string group)
    {
        lock (_setting) _listener.SetGroup(group, _listener.GetGroupsOff().Contains(group));
    }

    /// <summary>Completes the outputs and leaves the channels.</summary>
    public async ValueTask DisposeAsync()
    {
        await _tape.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_outputs.Select(o => o.DisposeAsync().AsTask())).ConfigureAwait(false);
        await Task.WhenAll(_channels.Select(c => c.DisposeAsync().AsTask())).ConfigureAwait(false);
        _host.Dispose();
        await _mix.DisposeAsync().ConfigureAwait(false);
        _volumes.Dispose();
    }

    private static double? Rounded(double db) => double.IsFinite(db) ? Math.Round(db, 1) : null;

    private DeskChannel Open(ChannelDeclaration declaration, string address, AudioSystem system, Action<string> tell) =>
        system.Parse(address) is { Scheme: "mumble" } mumble
            ? new MumbleChannel(declaration, _room, MumbleAddress.ParseServer(mumble), tell)
            : new SourceChannel(declaration, _room, system, tell);

    private List<DeskPerson> Persons()
    {
        var speakers = _room.Speakers.GroupBy(s => s.MemberId, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        var volumes = _listener.GetVolumes().ToDictionary(v => v.MemberId, StringComparer.Ordinal);
        var off = _listener.GetGroupsOff();
        var persons = new List<DeskPerson>();
        foreach (var channel in _channels)
        {
            foreach (var (id, name) in channel.Persons.DistinctBy(p => p.Id).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase))
            {
                var set = volumes.GetValueOrDefault(id) ?? new SpeakerVolume(id);
                var speaker = speakers.GetValueOrDefault(id);
                persons.Add(new DeskPerson(id, name, channel.Name, channel.Declaration.Group, !off.Contains(channel.Declaration.Group),
                    speaker is { IsParked: false } ? Rounded(speaker.LevelDb) : null, speaker?.IsSpeaking ?? false,
                    (int)Math.Round(set.Volume * 100), set.IsMuted, set.IsSolo, Math.Round(speaker?.AutomaticGainDb ?? 0, 1)));
            }
        }

        return persons;
    }

    private List<DeskGroup> Groups()
    {
        var off = _listener.GetGroupsOff();
        return [.. _config.Groups.Select(g => new DeskGroup(g, !off.Contains(g)))];
    }
}

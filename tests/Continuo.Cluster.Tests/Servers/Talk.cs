using Continuo.Audio;
using Continuo.Recording;
using Continuo.Sinks;
using Continuo.Streams;
using Continuo.WebRtc;

namespace Continuo.Cluster.Tests.Servers;

/// <summary>Anna speaks through n2 and Ben hears her through n3, by our own WHIP and WHEP clients.</summary>
internal sealed class Talk : IAsyncDisposable
{
    private static readonly AudioSystem Clients = new AudioSystem().UseWebRtc();

    private const int Tries = 5;

    private readonly AudioStream _voice = AudioStream.Open("tone:440?level=-12");
    private readonly Recorder _sent;
    private readonly AudioStream _received;

    private Talk(ServedNodes nodes, string room)
    {
        _sent = Recorder.Start(_voice,
            Clients.CreateSink(Clients.Parse(nodes.WayOf("whip", 1, room, "seat=anna&name=Anna")), new SinkRequest()));
        _voice.Start();
        _received = AudioStream.Open(nodes.WayOf("whep", 2, room, "seat=ben"), null, Clients);
        Heard = new ToneLog(_received);
        _received.Start();
    }

    public ToneLog Heard { get; }

    /// <summary>In a new room on n1.</summary>
    public static async Task<Talk> StartAsync(ServedNodes nodes, string room = "studio")
    {
        await nodes.OpenInTheEastAsync(room);
        await nodes.UntilAsync(async () => await nodes.RoomsOfAsync("n1") > 0);
        return await JoinAsync(nodes, room);
    }

    /// <summary>In a room that is there.</summary>
    public static async Task<Talk> JoinAsync(ServedNodes nodes, string room)
    {
        var talk = Begin(nodes, room);
        await nodes.UntilAsync(() => Task.FromResult(talk.Heard.IsHeard));
        talk.Heard.Reset();
        return talk;
    }

    // On a machine without time for it a handshake may take longer than the client waits.
    private static Talk Begin(ServedNodes nodes, string room)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new Talk(nodes, room);
            }
            catch (AudioException e) when (e.Code == AudioErrorCode.TimedOut && tries < Tries)
            {
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Heard.DisposeAsync();
        await _received.DisposeAsync();
        await _voice.DisposeAsync();
        await _sent.DisposeAsync();
    }
}

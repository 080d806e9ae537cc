using Continuo.Audio;
using Continuo.Hosting.Entries;
using Continuo.Playing;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Hosting;

/// <summary>Creates a player's output from an address.</summary>
internal static class DefaultOutput
{
    /// <summary>Creates a player with its output; neither is started.</summary>
    public static PlayerEntry Open(string name, string to, AudioSystem system, PlaybackOptions options, bool endsWithPlayer = false)
    {
        var sink = Create(to, system, options);
        Player? player = null;
        try
        {
            player = new Player(AudioFormat.Default, options);
            return new PlayerEntry(name, to, player, new Playback(player, sink, endsWithPlayer));
        }
        catch
        {
            player?.Dispose();
            sink.Dispose();
            throw;
        }
    }

    /// <summary>A file or <c><see langword="null"/>:</c> accepts everything at once, so it is paced like a device.</summary>
    public static IAudioSink Create(string to, AudioSystem system, PlaybackOptions options)
    {
        var address = system.Parse(to);
        var sink = system.CreateSink(address, new SinkRequest(null, options.Clock));
        return address.Scheme is "null" or "file" ? new PacedSink(sink, options.WriteAhead, options.Clock) : sink;
    }
}

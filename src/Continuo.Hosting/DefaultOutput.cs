using Continuo.Audio;
using Continuo.Hosting.Entries;
using Continuo.Playing;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Hosting;

/// <summary>How an address becomes the output of a player.</summary>
internal static class DefaultOutput
{
    /// <summary>Creates a player with its output, neither started.</summary>
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

    /// <summary>A file and <c>null:</c> take everything at once, and are given the speed of a device.</summary>
    public static IAudioSink Create(string to, AudioSystem system, PlaybackOptions options)
    {
        var address = system.Parse(to);
        var sink = system.CreateSink(address, new SinkRequest(null, options.Clock));
        return address.Scheme is "null" or "file" ? new PacedSink(sink, options.WriteAhead, options.Clock) : sink;
    }
}

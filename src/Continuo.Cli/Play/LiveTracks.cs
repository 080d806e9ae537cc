using Continuo.Codecs.Resampling;
using Continuo.Live;
using Continuo.Mixing;
using Continuo.Playing;
using Continuo.Streams;

namespace Continuo.Cli.Play;

/// <summary>The live streams among the tracks of a player: opened, started and ended with it.</summary>
internal sealed class LiveTracks(Player player, AudioSystem system) : IDisposable
{
    private readonly List<AudioStream> _streams = [];

    /// <summary>Opens an address as a stream and adds it as a track.</summary>
    /// <exception cref="Audio.AudioException">It cannot be opened.</exception>
    public void Add(string address, TrackSettings? settings)
    {
        var stream = AudioStream.Open(address, new StreamOptions { SampleRate = player.Format.SampleRate, ChunkFrames = Math.Min(player.Options.BlockFrames, 480) }, system);
        _streams.Add(stream);
        player.AddLive(stream, settings, LiveInputOptions.Default.WithResampling());
    }

    /// <summary>Begins to capture.</summary>
    public void Start()
    {
        foreach (var stream in _streams) stream.Start();
    }

    /// <summary>Ends the streams. The player may still hold their tracks.</summary>
    public void Dispose()
    {
        foreach (var stream in _streams) stream.Dispose();
    }
}

using Continuo.Codecs.Resampling;
using Continuo.Live;
using Continuo.Mixing;
using Continuo.Playing;
using Continuo.Streams;

namespace Continuo.Cli.Play;

/// <summary>The live streams among a player's tracks, which are opened, started and stopped with it.</summary>
internal sealed class LiveTracks(Player player, AudioSystem system) : IDisposable
{
    private readonly List<AudioStream> _streams = [];

    /// <summary>Opens an address as a stream and adds it as a track.</summary>
    /// <exception cref="Audio.AudioException">It cannot be opened.</exception>
    public void Add(string address, TrackSettings? settings)
    {
        var stream = AudioStream.Open(address,
            new StreamOptions { SampleRate = player.Format.SampleRate, ChunkFrames = Math.Min(player.Options.BlockFrames, 480) }, system);
        _streams.Add(stream);
        player.AddLive(stream, settings, LiveInputOptions.Default.WithResampling());
    }

    /// <summary>Starts capturing.</summary>
    public void Start()
    {
        foreach (var stream in _streams) stream.Start();
    }

    /// <summary>Stops the streams. The player may still have their tracks.</summary>
    public void Dispose()
    {
        foreach (var stream in _streams) stream.Dispose();
    }
}

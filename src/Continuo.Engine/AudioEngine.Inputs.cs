using System.Globalization;
using Continuo.Audio;
using Continuo.Engine.Client;
using Continuo.Engine.Protocol;
using Continuo.Live;
using Continuo.Metering;
using Continuo.Mixing;
using Continuo.Playing;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Engine;

/// <content>What the engine plays: opening, finding and closing inputs.</content>
public sealed partial class AudioEngine
{
    /// <summary>
    /// Plays an address. Files, generators and pipes are read at the engine's pace (<see cref="RingInput"/>). Sources with their own
    /// clock, such as an application, a device or a remote voice, are played as live streams (<see cref="StreamInput"/>).
    /// </summary>
    /// <exception cref="AudioException">The source cannot be opened or converted, or there are too many inputs.</exception>
    public EngineInput Play(AudioAddress address, TrackSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var format = Options.Format;
        var request = new SourceRequest(format.SampleRate, format.Channels, Options.BlockFrames, null, Options.Clock);
        var source = _system.CreateSource(address, request);
        if (source.Pace == SourcePace.Device) return PlayLive(address, source, request, settings);
        var ahead = (int)Math.Max(2, format.ToFrames(ReadAhead) / Options.BlockFrames);
        var ring = new AudioRing(format, Options.BlockFrames, ahead + 4);
        var feeder = new SourceFeeder(source, address, ring, ahead);
        try
        {
            feeder.Start();
            // The reader thread has begun to fill the ring: the first block is there or about to be.
            return Add(ring, NameOf(address), 1, settings, feeder);
        }
        catch
        {
            feeder.Dispose();
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Plays a live stream of this process. Its clock is matched to the sink's.</summary>
    /// <param name="stream">The stream, with any channel count. Not owned; may be started before or after this call, and restarted.</param>
    /// <param name="settings">Initial settings; <see langword="null"/> uses the defaults.</param>
    /// <param name="live"><see langword="null"/>: <see cref="LiveInputOptions.Default"/>.</param>
    /// <exception cref="AudioException">The stream's rate differs and the options have no rate converter, an option is out of range, or
    /// there are too many
    /// inputs.</exception>
    public StreamInput AddLive(AudioStream stream, TrackSettings? settings = null, LiveInputOptions? live = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return AddLive(stream, null, stream.Name, settings, live ?? LiveInputOptions.Default);
    }

    /// <summary>Opens a stream to which this process writes audio.</summary>
    /// <param name="name">Display name.</param>
    /// <param name="ahead">Buffered audio, at least two blocks. A larger value bridges longer pauses of the writer and increases the
    /// latency.</param>
    /// <exception cref="AudioException">There are too many inputs, or a value is out of range.</exception>
    public EngineWriter OpenStream(string name, TimeSpan ahead)
    {
        var chunks = EngineWriter.AheadChunks(ahead, Options.Format, Options.BlockFrames);
        var ring = new AudioRing(Options.Format, Options.BlockFrames, chunks + 2);
        try
        {
            return new EngineWriter(Add(ring, name, chunks, null, null).Id, name, ring, chunks, this);
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Opens a ring that another process writes.</summary>
    /// <param name="path">Path of the ring.</param>
    /// <param name="aheadChunks">How far ahead its writer keeps, in chunks.</param>
    /// <param name="name">Display name.</param>
    /// <exception cref="AudioException">It is not a ring, or its format does not fit this engine.</exception>
    internal RingInput OpenShared(string path, int aheadChunks, string name)
    {
        var ring = AudioRing.OpenShared(path, MaxRingBytes);
        try
        {
            var fits = ring.Format.SampleRate == Options.Format.SampleRate && ring.ChunkFrames == Options.BlockFrames
                && (ring.Format.Channels == Options.Format.Channels || ring.Format.Channels == 1);
            if (!fits)
            {
                throw new AudioException(AudioErrorCode.Unsupported, name,
                    string.Create(CultureInfo.InvariantCulture, $"its ring has chunks of {ring.ChunkFrames} frames, {ring.Format}"),
                    string.Create(CultureInfo.InvariantCulture, $"Use chunks of {Options.BlockFrames} frames, {Options.Format}"));
            }

            if (aheadChunks < 1 || aheadChunks > ring.Capacity)
            {
                throw new AudioException(AudioErrorCode.InvalidArgument,
                    string.Create(CultureInfo.InvariantCulture, $"{aheadChunks} chunks ahead"),
                    string.Create(CultureInfo.InvariantCulture, $"the ring holds {ring.Capacity}"),
                    "Use fewer chunks ahead, or a longer ring");
            }

            return Add(ring, name, aheadChunks, null, null);
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Opens a player without tracks. It has its own transport.</summary>
    /// <param name="name">Display name.</param>
    /// <param name="trackMeters">Meters of every track.</param>
    /// <exception cref="AudioException">There are too many inputs.</exception>
    public EnginePlayer OpenPlayer(string name, MeterParts trackMeters = MeterParts.Levels)
    {
        var options = PlaybackOptions.Balanced with
        {
            BlockFrames = Options.BlockFrames,
            Clock = Options.Clock,
            // the engine's limiter follows it
            Mixer = new MixerOptions { MaxBlockFrames = Options.BlockFrames, TrackMeters = trackMeters, Limiter = null },
        };
        var player = new Player(Options.Format, options);
        try
        {
            return _inputs.Add(name, Options.Format.Channels, null, fadeIn: false,
                (id, track) => new EnginePlayer(id, track, player, _system));
        }
        catch
        {
            player.Dispose();
            throw;
        }
    }

    /// <summary>Returns the player with a number.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is none.</exception>
    public EnginePlayer FindPlayer(int id) => Find(id) as EnginePlayer
        ?? throw new AudioException(AudioErrorCode.NotFound, string.Create(CultureInfo.InvariantCulture, $"player {id}"),
            "this input is not a player", "Use the number of a player");

    /// <summary>Returns the input with a number.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is none.</exception>
    public EngineInput Find(int id) => _inputs.Find(id);

    /// <summary>Returns the input with the lowest number above <paramref name="id"/>; <see langword="null"/> if there is none.</summary>
    public EngineInput? Next(int id) => _inputs.Next(id);

    /// <summary>Fades an input out and closes it. Does nothing if it has ended.</summary>
    public void Close(int input) => _inputs.Close(input);

    private StreamInput PlayLive(AudioAddress address, IAudioSource source, SourceRequest request, TrackSettings? settings)
    {
        var options = new StreamOptions
        {
            SampleRate = Options.Format.SampleRate,
            ChunkFrames = Options.BlockFrames,
            Clock = Options.Clock
        };
        IAudioSource? first = source;
        var stream = AudioStream.Open(address.Text, () => Interlocked.Exchange(ref first, null) ?? _system.CreateSource(address, request),
            options);
        try
        {
            stream.Start();
            return AddLive(stream, stream, NameOf(address), settings, LiveInputOptions.Default);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private StreamInput AddLive(AudioStream stream, AudioStream? owned, string name, TrackSettings? settings, LiveInputOptions options)
    {
        var channels = stream.Format.Channels == 1 ? 1 : Options.Format.Channels;
        var lead = options.FirstLead > TimeSpan.Zero ? options.FirstLead : Options.Format.ToTime(2L * Options.BlockFrames);
        var live = LiveInput.Open(stream, new AudioFormat(Options.Format.SampleRate, channels),
            options with { Clock = Options.Clock, FirstLead = lead });
        try
        {
            return _inputs.Add(name, channels, settings, fadeIn: true,
                (id, track) => new StreamInput(id, track, live, owned, Options.BlockFrames));
        }
        catch
        {
            live.Dispose();
            throw;
        }
    }

    private static string NameOf(AudioAddress address) =>
        address.Text.Length > EngineLimits.MaxNameLength ? address.Text[^EngineLimits.MaxNameLength..] : address.Text;

    private RingInput Add(AudioRing ring, string name, int aheadChunks, TrackSettings? settings, SourceFeeder? feeder) =>
        _inputs.Add(name, ring.Format.Channels, settings, feeder is null,
            (id, track) => new RingInput(id, ring, track, aheadChunks) { Feeder = feeder });
}

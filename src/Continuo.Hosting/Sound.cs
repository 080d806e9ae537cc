using System.Runtime.CompilerServices;
using Continuo.Audio;
using Continuo.Playing;
using Continuo.Recording;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Hosting;

/// <summary>
/// Common operations in one line each, without set-up. They accept every address that Continuo supports; the parameter <c>system</c>
/// overrides this.
/// <code>
/// await Sound.PlayAsync("song.flac");
/// await Sound.RecordAsync("app:firefox", "take.wav", TimeSpan.FromSeconds(30));
/// await using var pcm = Sound.OpenPcm("device:", sampleRate: 16_000, channels: 1);
/// await foreach (var block in Sound.ReadAsync("system:")) Keep(block.Samples);
/// </code>
/// </summary>
/// <remarks>Thread-safe; not real-time-safe.</remarks>
public static class Sound
{
    /// <summary>Plays the file or source of an address to its end.</summary>
    /// <param name="address">A sound file, <c>app:firefox</c>, <c>rtp://:5004</c>: see <see cref="AudioAddress"/>. A live source is
    /// played at a constant delay until it ends.</param>
    /// <param name="to">Address of the output. The default is the default output device.</param>
    /// <param name="system">Opens the addresses; <see langword="null"/>: all schemes of Continuo.</param>
    /// <param name="cancellation">Stops playing, with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AudioException">An address cannot be opened, the file is damaged, or the output failed.</exception>
    public static async Task PlayAsync(
        string address,
        string to = "device:",
        AudioSystem? system = null,
        CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        system ??= new AudioSystem().UseAll();
        var options = PlaybackOptions.Balanced;
        if (IsLive(address, system)) await PlayLiveAsync(address, to, system, options, cancellation).ConfigureAwait(false);
        else await PlayFileAsync(address, to, system, options, cancellation).ConfigureAwait(false);
    }

    /// <summary>Records in real time: for a duration, exact to the frame, or until the source ends or the token is cancelled.</summary>
    /// <param name="address">What to record: <c>app:firefox</c>, <c>device:</c>, <c>system:</c>, see <see cref="AudioAddress"/>.</param>
    /// <param name="to">The file (<c>.wav</c>, <c>.flac</c>, <c>.ogg</c>, <c>.opus</c>), which is replaced if it exists, or a pipe or the
    /// network.</param>
    /// <param name="duration">How long; <see langword="null"/>: until the source ends.</param>
    /// <param name="system">Opens the addresses; <see langword="null"/>: all schemes of Continuo.</param>
    /// <param name="stop">Ends the recording: the file is completed and the result returned.</param>
    /// <returns>How much was recorded, and what was missing.</returns>
    /// <exception cref="AudioException">An address cannot be opened, or the recording failed; what was written before is kept.</exception>
    public static async Task<RecordingResult> RecordAsync(
        string address,
        string to,
        TimeSpan? duration = null,
        AudioSystem? system = null,
        CancellationToken stop = default)
    {
        system ??= new AudioSystem().UseAll();
        var sink = system.Parse(to);
        await using var stream = AudioStream.Open(address, system: system);
        var options = new RecorderOptions { Frames = duration is { } time ? stream.Format.ToFrames(time) : null };
        await using var recorder = Recorder.Start(stream, system.CreateSink(sink, new SinkRequest()), options);
        stream.Start();
        RecordingResult result;
        await using (stop.UnsafeRegister(static r => _ = ((Recorder)r!).FinishAsync(), recorder).ConfigureAwait(false))
        {
            result = await recorder.Completion.ConfigureAwait(false);
        }

        return (result.Failure ?? FailureOf(stream)) is { } failure ? throw failure : result;
    }

    /// <summary>
    /// Opens an address as a <see cref="Stream"/> of raw PCM in the requested format; resamples and converts channels as needed. A file
    /// or generator is read as fast as the stream, without loss. A live source is buffered for at least one second; audio that is not
    /// read in time is replaced by silence.
    /// </summary>
    /// <param name="address">See <see cref="AudioAddress"/>.</param>
    /// <param name="sampleRate">In hertz.</param>
    /// <param name="channels">Number of channels, interleaved.</param>
    /// <param name="sample">How samples are stored, little-endian.</param>
    /// <param name="system">Opens the address; <see langword="null"/>: all schemes of Continuo.</param>
    /// <returns>Dispose it to stop.</returns>
    /// <exception cref="AudioException">The address cannot be opened, or the format is out of range.</exception>
    public static PcmStream OpenPcm(
        string address,
        int sampleRate = 48_000,
        int channels = 2,
        SampleType sample = SampleType.S16,
        AudioSystem? system = null)
    {
        var stream = AudioStream.Open(address, new StreamOptions { SampleRate = sampleRate, Channels = channels, Pacing = Pacing.Unpaced },
            system ?? new AudioSystem().UseAll());
        try
        {
            var pcm = new PcmStream(stream, sample, ownsStream: true);
            stream.Start();
            return pcm;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Enumerates the audio of an address in blocks, each with position, capture time and gap, until the source ends. The blocks are
    /// copies and may be kept.
    /// </summary>
    /// <param name="address">See <see cref="AudioAddress"/>. A file or generator is read as fast as the blocks are, unless the options
    /// say otherwise.</param>
    /// <param name="options">Rate, channels, block size; <see langword="null"/>: the source's own, 10 ms.</param>
    /// <param name="system">Opens the address; <see langword="null"/>: all schemes of Continuo.</param>
    /// <param name="cancellation">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AudioException">The address cannot be opened, or the source failed: after the last block before that.</exception>
    public static async IAsyncEnumerable<AudioBlock> ReadAsync(
        string address,
        StreamOptions? options = null,
        AudioSystem? system = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var stream = AudioStream.Open(address, options ?? new StreamOptions { Pacing = Pacing.Unpaced },
            system ?? new AudioSystem().UseAll());
        await using var chunks = stream.ReadChunksAsync(cancellation: cancellation).GetAsyncEnumerator(CancellationToken.None);
        stream.Start(); // after the reader has begun, so that it receives the first frame
        while (await chunks.MoveNextAsync().ConfigureAwait(false)) yield return AudioBlock.Copy(chunks.Current);
        if (FailureOf(stream) is { } failure) throw failure;
    }

    private static AudioException? FailureOf(AudioStream stream) => stream.Health == StreamHealth.Failed ? stream.Failure : null;

    private static bool IsLive(string address, AudioSystem system)
    {
        using var source = system.CreateSource(system.Parse(address), new StreamOptions().ToSourceRequest());
        return source.Pace != SourcePace.Free;
    }

    private static async Task PlayFileAsync(
        string address,
        string to,
        AudioSystem system,
        PlaybackOptions options,
        CancellationToken cancellation)
    {
        var output = DefaultOutput.Open(address, to, system, options, endsWithPlayer: true);
        try
        {
            var track = output.Player.Add(address, system);
            output.Player.Play();
            output.IsStartClaimed = true;
            output.Playback.Start();
            await output.Playback.Ended.WaitAsync(cancellation).ConfigureAwait(false);
            if ((output.Playback.Failure ?? track.Failure) is { } failure) throw failure;
        }
        finally
        {
            await output.CloseAsync().ConfigureAwait(false);
        }
    }

    private static async Task PlayLiveAsync(
        string address,
        string to,
        AudioSystem system,
        PlaybackOptions options,
        CancellationToken cancellation)
    {
        await using var stream = AudioStream.Open(address, system: system);
        await using var playback = LivePlayback.Start(stream, DefaultOutput.Create(to, system, options), options);
        stream.Start();
        var result = await playback.Completion.WaitAsync(cancellation).ConfigureAwait(false);
        if ((result.Failure ?? FailureOf(stream)) is { } failure) throw failure;
    }
}

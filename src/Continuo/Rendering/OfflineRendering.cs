using Continuo.Audio;
using Continuo.Playing;
using Continuo.Sinks;

namespace Continuo.Rendering;

/// <summary>Plays a <see cref="Player"/> without a clock.</summary>
internal static class OfflineRendering
{
    /// <summary>
    /// Renders everything from the beginning (or where <see cref="Player.Seek(long)"/> said) to the end, as fast as it goes, waiting for
    /// tracks instead of
    /// concealing them. The limiter's latency is taken out. Only without a reader thread, and without a loop or endless tracks.
    /// </summary>
    /// <param name="player">Stopped.</param>
    /// <param name="sink">Opened; not finished here.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Number of frames written.</returns>
    /// <exception cref="AudioException">The sink fails.</exception>
    public static long RenderAll(this Player player, IAudioSink sink, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(player);
        ArgumentNullException.ThrowIfNull(sink);
        var (blockFrames, channels) = (player.Options.BlockFrames, player.Format.Channels);
        var block = new float[blockFrames * channels];
        var (first, skip, written, length) = (player.Mixer.FramesRendered, (long)player.Mixer.LatencyFrames, 0L, long.MaxValue);
        player.PlayFrom(player.Cue);
        while (written < length && !cancellation.IsCancellationRequested)
        {
            player.Prepare();
            player.Render(block);
            if (length == long.MaxValue && player.State == PlayerState.Ended) length = player.RenderedIndex;
            var rendered = player.Mixer.FramesRendered - first;
            var from = (int)Math.Clamp(skip - (rendered - blockFrames), 0, blockFrames);
            var frames = (int)Math.Min(blockFrames - from, length - written);
            sink.Write(block.AsSpan(from * channels, frames * channels));
            written += frames;
        }

        return written;
    }
}

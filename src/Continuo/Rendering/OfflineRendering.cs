using Continuo.Audio;
using Continuo.Playing;
using Continuo.Sinks;

namespace Continuo.Rendering;

/// <summary>Renders a <see cref="Player"/> without a clock.</summary>
internal static class OfflineRendering
{
    /// <summary>
    /// Renders the piece from its beginning (or the position of <see cref="Player.Seek(long)"/>) to the end, as fast as possible, waiting
    /// for tracks instead of concealing missing audio. The limiter's latency is removed. Requires a player without a reader thread, loop or
    /// endless tracks.
    /// </summary>
    /// <param name="player">Stopped.</param>
    /// <param name="sink">Opened; not finished by this method.</param>
    /// <param name="cancellation">Ends the rendering early.</param>
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

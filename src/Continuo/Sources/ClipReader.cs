using Continuo.Audio;

namespace Continuo.Sources;

/// <summary>Reads a whole source into memory.</summary>
internal static class ClipReader
{
    // A size that one array always supports: 3 h of 48 kHz stereo.
    private const int MaxSamples = 1 << 30;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    /// <summary>Opens a source and reads it to its end, or up to a limit. Blocks as long as the source does.</summary>
    /// <param name="source">Not opened yet. Stays open.</param>
    /// <param name="limit">Maximum duration; required for an endless source.</param>
    /// <param name="cancellation">Interrupts the source.</param>
    /// <exception cref="AudioException">The source fails or is lost, or does not fit into memory.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static AudioClip ReadClip(this IAudioSource source, TimeSpan? limit = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var interruption = cancellation.Register(source.Interrupt);
        cancellation.ThrowIfCancellationRequested();
        source.Open();
        var channels = source.Format.Channels;
        var wanted = limit is { } time ? source.Format.ToFrames(time) * channels : long.MaxValue;
        var samples = new float[Math.Min(wanted, source.Format.SampleRate * channels)];
        var filled = 0;
        while (filled < wanted)
        {
            if (filled == samples.Length) samples = Grown(source, samples, wanted);
            cancellation.ThrowIfCancellationRequested();
            var read = source.Read(samples.AsSpan(filled), Turn);
            if (read.Status == SourceStatus.End) break;
            if (read.Status == SourceStatus.Lost)
            {
                throw new AudioException(AudioErrorCode.InputOutput, source.Description, "it was lost while being read",
                    "Try again when it is available");
            }

            if (read.Status == SourceStatus.Data) filled += read.Frames * channels;
        }

        return new AudioClip(source.Format, samples.AsMemory(0, filled));
    }

    private static float[] Grown(IAudioSource source, float[] samples, long wanted)
    {
        var most = MaxSamples - MaxSamples % source.Format.Channels;
        if (samples.Length >= most)
        {
            throw new AudioException(AudioErrorCode.Unsupported, source.Description, "it does not fit into memory",
                "Read a part of it, or stream it");
        }

        Array.Resize(ref samples, (int)Math.Min(Math.Min(wanted, samples.Length * 2L), most));
        return samples;
    }
}

using System.Globalization;
using Continuo.Audio;
using Continuo.Rings;
using Continuo.Sinks;

namespace Continuo.Engine.Client;

/// <summary>
/// Writes an application's own audio to an engine, in this process or in its own. A write waits while the bounded distance ahead of
/// the engine is used up, so the engine's device paces the writer. A writer that is late is not waited for: the
/// engine conceals the gap with a short fade and counts it.
/// </summary>
/// <remarks>For one thread at a time. Writing allocates nothing.</remarks>
public sealed class EngineWriter : IAudioSink
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly AudioRing _ring;
    private readonly int _ahead;
    private readonly IEngineLink _link;
    private readonly Interruption _interruption = new();
    private readonly float[] _block;
    private int _filled; // samples
    private bool _closed;

    internal EngineWriter(int input, string name, AudioRing ring, int aheadChunks, IEngineLink link)
    {
        Input = input;
        Description = $"stream '{name}' of the engine";
        (_ring, _ahead, _link) = (ring, aheadChunks, link);
        _block = new float[ring.ChunkFrames * ring.Format.Channels];
    }

    /// <summary>The number of the engine's input.</summary>
    public int Input { get; }

    /// <summary>What is written: the engine's rate, and its channels or one.</summary>
    public AudioFormat Format => _ring.Format;

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <summary>Number of frames the engine has taken over into the mix.</summary>
    public long FramesTaken => Math.Min(FramesWritten, _ring.Acknowledged * _ring.ChunkFrames);

    /// <summary>Checks the format; the stream itself is open from the beginning.</summary>
    /// <exception cref="AudioException">The engine plays another format.</exception>
    public void Open(AudioFormat format)
    {
        _interruption.Clear();
        if (format == Format) return;
        throw new AudioException(AudioErrorCode.Unsupported, format.ToString(), $"the stream takes {Format}", "Convert the audio before it is written");
    }

    /// <inheritdoc/>
    /// <exception cref="AudioException">The engine has ended.</exception>
    public void Write(ReadOnlySpan<float> samples)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _interruption.ThrowIfRequested();
        if (samples.Length % Format.Channels != 0) throw new ArgumentException("Whole frames are written.", nameof(samples));
        while (samples.Length > 0)
        {
            var part = Math.Min(samples.Length, _block.Length - _filled);
            samples[..part].CopyTo(_block.AsSpan(_filled));
            _filled += part;
            samples = samples[part..];
            if (_filled == _block.Length) Send();
        }
    }

    /// <summary>Sends what does not fill a block. To be called at the end of a sound that is not followed at once by another.</summary>
    /// <exception cref="AudioException">The engine has ended.</exception>
    public void Flush()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_filled > 0) Send();
    }

    /// <summary>Sends the rest, waits until the engine has taken all of it, and closes.</summary>
    /// <exception cref="AudioException">The engine has ended before that.</exception>
    public void Finish()
    {
        _interruption.ThrowIfRequested();
        Flush();
        _ring.Complete();
        WaitFor(_ring.Written);
        Dispose();
    }

    /// <inheritdoc/>
    /// <remarks>Seen within 0.1 s.</remarks>
    public void Interrupt() => _interruption.Request();

    /// <summary>Closes; what the engine has not taken yet fades out.</summary>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        _link.Close(Input);
        _ring.Dispose();
    }

    /// <summary>The distance ahead in blocks.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it is out of range.</exception>
    internal static int AheadChunks(TimeSpan ahead, AudioFormat format, int blockFrames)
    {
        if (ahead >= TimeSpan.Zero && ahead <= TimeSpan.FromSeconds(10)) return (int)Math.Max(2, (format.ToFrames(ahead) + blockFrames - 1) / blockFrames);
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalMilliseconds} ms ahead"), "outside 0…10000 ms", "Use 40");
    }

    private void Send()
    {
        WaitFor(_ring.Written + 1 - _ahead);
        _ring.Write(_block.AsSpan(0, _filled), new ChunkHeader { Position = FramesWritten });
        FramesWritten += _filled / Format.Channels;
        _filled = 0;
    }

    private void WaitFor(long sequence)
    {
        while (!_ring.WaitForAcknowledged(sequence, PollInterval))
        {
            _interruption.ThrowIfRequested();
            if (_link.IsAlive) continue;
            throw new AudioException(
                AudioErrorCode.ServerUnavailable,
                Description,
                string.Create(CultureInfo.InvariantCulture, $"the engine has ended after {FramesTaken} of {FramesWritten} frames"),
                "Start it again: continuo engine");
        }
    }
}

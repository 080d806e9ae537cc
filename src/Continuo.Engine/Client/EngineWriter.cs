using System.Globalization;
using Continuo.Audio;
using Continuo.Rings;
using Continuo.Sinks;

namespace Continuo.Engine.Client;

/// <summary>
/// Writes an application's audio to an engine in this or another process. A write blocks while the buffer is full, so the engine's device
/// paces the writer. The engine does not wait for a late writer: it conceals the gap with a short fade and counts it.
/// </summary>
/// <remarks>One thread at a time. Writing allocates nothing.</remarks>
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

    /// <summary>Number of the engine's input.</summary>
    public int Input { get; }

    /// <summary>Format of the stream: the engine's rate with its channels or one channel.</summary>
    public AudioFormat Format => _ring.Format;

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <summary>Number of frames the engine has read into the mix.</summary>
    public long FramesTaken => Math.Min(FramesWritten, _ring.Acknowledged * _ring.ChunkFrames);

    /// <summary>Checks the format. The stream is already open.</summary>
    /// <exception cref="AudioException">The format differs from the stream's.</exception>
    public void Open(AudioFormat format)
    {
        _interruption.Clear();
        if (format == Format) return;
        throw new AudioException(AudioErrorCode.Unsupported, format.ToString(), $"the stream's format is {Format}",
            "Convert the audio before writing it");
    }

    /// <inheritdoc/>
    /// <exception cref="AudioException">The engine has ended.</exception>
    public void Write(ReadOnlySpan<float> samples)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _interruption.ThrowIfRequested();
        if (samples.Length % Format.Channels != 0) throw new ArgumentException("Write whole frames.", nameof(samples));
        while (samples.Length > 0)
        {
            var part = Math.Min(samples.Length, _block.Length - _filled);
            samples[..part].CopyTo(_block.AsSpan(_filled));
            _filled += part;
            samples = samples[part..];
            if (_filled == _block.Length) Send();
        }
    }

    /// <summary>Sends a partial block. Call it at the end of a sound if no other follows immediately.</summary>
    /// <exception cref="AudioException">The engine has ended.</exception>
    public void Flush()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_filled > 0) Send();
    }

    /// <summary>Sends the rest, waits until the engine has read it, and closes the stream.</summary>
    /// <exception cref="AudioException">The engine has ended.</exception>
    public void Finish()
    {
        _interruption.ThrowIfRequested();
        Flush();
        _ring.Complete();
        WaitFor(_ring.Written);
        Dispose();
    }

    /// <inheritdoc/>
    /// <remarks>Takes effect within 0.1 s.</remarks>
    public void Interrupt() => _interruption.Request();

    /// <summary>Closes the stream. Audio that the engine has not read yet is faded out.</summary>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        _link.Close(Input);
        _ring.Dispose();
    }

    /// <summary>The write-ahead in blocks.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it is out of range.</exception>
    internal static int AheadChunks(TimeSpan ahead, AudioFormat format, int blockFrames)
    {
        if (ahead >= TimeSpan.Zero && ahead <= TimeSpan.FromSeconds(10))
        {
            return (int)Math.Max(2, (format.ToFrames(ahead) + blockFrames - 1) / blockFrames);
        }

        throw new AudioException(AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalMilliseconds} ms ahead"), "outside 0…10000 ms", "Use 40");
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
                string.Create(CultureInfo.InvariantCulture, $"the engine ended after {FramesTaken} of {FramesWritten} frames"),
                "Start it again: continuo engine");
        }
    }
}

using Continuo.Audio;
using Continuo.Rings;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Wire;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Rtp.Encoders;

/// <summary>
/// Encodes a stream with one setting and gives each packet to all outputs. A subscription of the stream, so that it has one reader and one
/// thread, whatever the number of outputs; it follows the stream over restarts. While it has no output it encodes nothing. Allocates
/// nothing per packet. Thread-safe.
/// </summary>
internal sealed class StreamEncoder : IPacketWire, IDisposable
{
    /// <summary>Kind of its reader in statistics.</summary>
    public const string ReaderKind = "encoder";

    // Below the threads that capture and receive, which have less time.
    private const int PriorityBelow = 2;

    /// <summary>Audio older than this is skipped: a listener hears the present rather than what was missed.</summary>
    private static readonly TimeSpan MaxLag = TimeSpan.FromMilliseconds(300);

    private readonly IPacketEncoder _encoder;
    private readonly Packetizer _packetizer;
    private readonly EncoderInput _input;
    private readonly LevelGauge _level = new();
    private readonly Subscription _subscription;
    private readonly Lock _gate = new(); // guards changes of the outputs and the end
    private IEncoderOutput[] _outputs = [];
    private long _run = -1;
    private long _next; // capture time of the frame after the last one
    private bool _isIdle = true;
    private bool _isEnded;
    private Thread? _raised;

    /// <summary>Creates an encoder, which begins with its first output.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.LibraryMissing"/>: libopus, or libsoxr for a stream whose rate Opus does
    /// not have.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public StreamEncoder(AudioStream stream, EncoderSetting setting)
    {
        (Stream, Setting) = (stream, setting);
        _encoder = CodecRegistry.CreateEncoder(setting.Codec, setting.Preset);
        try
        {
            _packetizer = new Packetizer(_encoder, this);
            _input = new EncoderInput(stream.Format, setting.Codec.Format, Encode);
            var options = new RingReaderOptions { Name = setting.ToString(), MaxLag = MaxLag, Kind = ReaderKind };
            _subscription = new Subscription(stream, Take, options, atEnd: Free);
            stream.Add(_subscription);
        }
        catch
        {
            _subscription?.Dispose();
            _input?.Dispose();
            _encoder.Dispose();
            throw;
        }
    }

    public AudioStream Stream { get; }

    public EncoderSetting Setting { get; }

    public PacketCodec Codec => Setting.Codec;

    /// <summary>Length of the largest packet.</summary>
    public int MaxPayloadBytes => _encoder.MaxPayloadBytes;

    /// <summary>Frames that a decoder is behind the encoder's input.</summary>
    public int LookAheadFrames => _encoder.LookAheadFrames;

    /// <summary>Its subscription of the stream.</summary>
    public Subscription Subscription => _subscription;

    /// <summary>Level of the packet that the outputs receive, for them during their call.</summary>
    public RtpAudioLevel Level { get; private set; }

    /// <summary>Number of outputs.</summary>
    public int Outputs => Volatile.Read(ref _outputs).Length;

    /// <summary>Adds an output, which receives the next packet; ends it at once if the stream has been disposed.</summary>
    /// <param name="output">The output.</param>
    /// <param name="isFirst">Whether it receives each packet before the others.</param>
    public void Add(IEncoderOutput output, bool isFirst = false)
    {
        lock (_gate)
        {
            if (!_isEnded)
            {
                Volatile.Write(ref _outputs, isFirst ? [output, .. _outputs] : [.. _outputs, output]);
                return;
            }
        }

        output.End();
    }

    /// <summary>Removes an output. The packet that it is receiving is the last.</summary>
    public void Remove(IEncoderOutput output)
    {
        lock (_gate) Volatile.Write(ref _outputs, [.. _outputs.Where(o => o != output)]);
    }

    /// <summary>Ends the subscription; what the encoder uses is freed when its thread has left it.</summary>
    public void Dispose() => _subscription.Dispose();

    void IPacketWire.Send(in OutgoingPacket packet)
    {
        Level = _level.Take();
        foreach (var output in Volatile.Read(ref _outputs)) output.Send(packet);
    }

    private void Take(in AudioChunk chunk)
    {
        if (Volatile.Read(ref _outputs).Length == 0)
        {
            _isIdle = true;
            return;
        }

        RaisePriority();
        var gap = chunk.Gap.Frames;
        if (_isIdle || _run != _subscription.Run)
        {
            // Nothing was encoded for a while, or the stream was restarted: timestamps continue with the clock.
            gap = _next == 0 ? 0 : Math.Max(0, chunk.Format.ToFrames(chunk.CaptureTime - _next));
            (_isIdle, _run) = (false, _subscription.Run);
        }

        _next = chunk.CaptureTime + chunk.Format.ToNanoseconds(chunk.Frames);
        _input.Write(chunk.Samples, chunk.CaptureTime, gap);
    }

    // The pump has a thread for each series of runs.
    private void RaisePriority()
    {
        if (_raised == Thread.CurrentThread) return;
        _raised = Thread.CurrentThread;
        _ = RealTimePriority.TryRaise(PriorityBelow); // what refuses it refuses it to the capture, which says so
    }

    private void Encode(ReadOnlySpan<float> samples, long captureTime, long gap)
    {
        _level.Add(samples);
        _packetizer.Write(samples, captureTime, gap);
    }

    private void Free()
    {
        IEncoderOutput[] outputs;
        lock (_gate)
        {
            _isEnded = true;
            outputs = _outputs;
            _outputs = [];
        }

        foreach (var output in outputs) output.End();
        _input.Dispose();
        _encoder.Dispose();
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Codecs.Opus;
using Continuo.Rings;
using Continuo.Rtp.Packets;
using Continuo.Streams;

namespace Continuo.Server.Listening;

/// <summary>
/// A stream encoded with one setting, for all its listeners: a subscription of its own encodes each packet once. Follows the stream over its restarts. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // its subscription frees the encoder at its end
internal sealed class StreamEncoding : IPacketWire
#pragma warning restore CA1001
{
    // The newest packets, from which a new listener starts and a slow one goes on.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    // A shorter gap is encoded as silence, so that players keep time; after a longer one they go on where the audio does.
    private static readonly TimeSpan LongestFilledGap = TimeSpan.FromMilliseconds(500);

    private readonly MonotonicClock _clock;
    private readonly TimeProvider _time;
    private readonly FormatAdapter? _adapter;
    private readonly IPacketEncoder _encoder;
    private readonly Packetizer _packetizer;
    private readonly Subscription _subscription;
    private readonly float[] _silence;
    private readonly List<EncodingReader> _readers = [];
    private readonly Action<StreamEncoding> _unused;
    private bool _isEnded;

    /// <exception cref="AudioException">The stream's format cannot be encoded, or a library is missing.</exception>
    public StreamEncoding(AudioStream stream, EncodingSettings settings, string kind, TimeProvider time, Action<StreamEncoding> unused)
    {
        (Stream, Settings, _time, _unused, _clock) = (stream, settings, time, unused, stream.Options.Clock);
        if (settings.IsPcm)
        {
            _encoder = new WavPacketEncoder(stream.Format, settings.PacketMs);
        }
        else
        {
            _adapter = new FormatAdapter(stream.Format);
            var preset = OpusPreset.Standard with { Settings = OpusPreset.Standard.Settings with { BitRate = settings.BitRate, Complexity = OpusCodec.IsManaged ? 5 : OpusSettings.MaxComplexity } };
            _encoder = CodecRegistry.CreateEncoder(CodecRegistry.Describe("opus", _adapter.To, TimeSpan.FromMilliseconds(settings.PacketMs)), preset);
        }

        _silence = new float[stream.Format.SampleRate / 100 * stream.Format.Channels];
        Log = new PacketLog((int)(Kept.TotalMilliseconds / settings.PacketMs) + 1, _encoder.MaxPayloadBytes);
        _packetizer = new Packetizer(_encoder, this);
        var options = new SubscriptionOptions { Name = $"listeners, {settings}", Reader = RingReaderOptions.Default with { MaxLag = EncodingReader.MaxLag, Kind = kind } };
        _subscription = stream.Add(new Subscription(stream, Encode, options, atEnd: Free));
    }

    public AudioStream Stream { get; }

    public EncodingSettings Settings { get; }

    /// <summary>Format of the decoded audio.</summary>
    public AudioFormat Format => _encoder.Format;

    /// <summary>Length of the largest packet.</summary>
    public int MaxPacketBytes => _encoder.MaxPayloadBytes;

    /// <summary>Frames that a decoder is behind the encoder's input.</summary>
    public int LookAheadFrames => _encoder.LookAheadFrames;

    /// <summary>Time from the capture of a sample to its packet, at least.</summary>
    public double LatencyMs => Settings.PacketMs + (LookAheadFrames * 1000.0 / Format.SampleRate);

    /// <summary>The reader of the stream behind all listeners.</summary>
    public Subscription Subscription => _subscription;

    internal Lock Gate { get; } = new();

    /// <summary>Guarded by <see cref="Gate"/>.</summary>
    internal PacketLog Log { get; }

    /// <summary>Adds a listener, who begins with the last packets.</summary>
    /// <param name="history">How much of the past to begin with.</param>
    /// <returns><see langword="null"/> if the encoding has ended: the next one is to be made.</returns>
    public EncodingReader? Open(TimeSpan history)
    {
        lock (Gate)
        {
            if (_isEnded) return null;
            var reader = new EncodingReader(this, Math.Max(Log.Tail, Log.Head - (long)(history.TotalMilliseconds / Settings.PacketMs)));
            _readers.Add(reader);
            return reader;
        }
    }

    internal void Remove(EncodingReader reader)
    {
        lock (Gate)
        {
            reader.Notify(isEnd: true);
            if (!_readers.Remove(reader) || _readers.Count > 0) return;
            _isEnded = true;
        }

        _subscription.Dispose();
        _unused(this);
    }

    void IPacketWire.Send(in OutgoingPacket packet)
    {
        var captured = packet.CaptureTime < 0 ? 0 : _clock.Now - packet.CaptureTime + (_adapter?.Delay ?? 0);
        var wall = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        lock (Gate)
        {
            Log.Append(wall - (captured / 1000), packet.Frames, packet.Payload);
            foreach (var reader in _readers) reader.Notify(isEnd: false);
        }
    }

    /// <summary>On the subscription's thread.</summary>
    private void Encode(in AudioChunk chunk)
    {
        var channels = chunk.Format.Channels;
        if (!chunk.Gap.IsEmpty && chunk.Format.ToTime(chunk.Gap.Frames) <= LongestFilledGap)
        {
            for (var left = chunk.Gap.Frames; left > 0; left -= _silence.Length / channels)
            {
                var frames = (int)Math.Min(left, _silence.Length / channels);
                Write(_silence.AsSpan(0, frames * channels), chunk.CaptureTime - chunk.Format.ToNanoseconds(left));
            }
        }

        Write(chunk.Samples, chunk.CaptureTime);
    }

    private void Write(ReadOnlySpan<float> samples, long captureTime) => _packetizer.Write(_adapter is null ? samples : _adapter.Convert(samples), captureTime);

    /// <summary>After the last packet: the last listener has left, or the stream is disposed.</summary>
    private void Free()
    {
        lock (Gate)
        {
            _isEnded = true;
            foreach (var reader in _readers) reader.Notify(isEnd: true);
            _readers.Clear();
        }

        _unused(this);
        _encoder.Dispose();
        _adapter?.Dispose();
    }
}

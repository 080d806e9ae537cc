using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Encoders;
using Continuo.Rtp.Packets;

namespace Continuo.Server.Listening;

/// <summary>The newest packets of an encoder, for all listeners that are served from there. Thread-safe.</summary>
internal sealed class StreamEncoding : IEncoderOutput
{
    // The newest packets, from which a new listener starts and a slow one continues.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    // A shorter gap is filled with packets of silence, so that players keep time; after a longer one they continue with the next audio.
    private static readonly TimeSpan LongestFilledGap = TimeSpan.FromMilliseconds(500);

    private readonly StreamEncoder _encoder;
    private readonly MonotonicClock _clock;
    private readonly TimeProvider _time;
    private readonly Action<StreamEncoding> _unused;
    private readonly byte[] _silence;
    private readonly List<EncodingReader> _readers = [];
    private long _position = -1; // media time of the log's end
    private bool _isEnded;

    /// <summary>Creates the log. It fills once it is an output of the encoder.</summary>
    /// <param name="encoder">The encoder; <paramref name="unused"/> gives it back.</param>
    /// <param name="settings">Its settings as clients choose them.</param>
    /// <param name="time">Wall clock.</param>
    /// <param name="unused">Called when the last listener has left.</param>
    public StreamEncoding(StreamEncoder encoder, EncodingSettings settings, TimeProvider time, Action<StreamEncoding> unused)
    {
        (_encoder, Settings, _time, _unused, _clock) = (encoder, settings, time, unused, encoder.Stream.Options.Clock);
        var codec = encoder.Codec;
        _silence = settings.IsPcm ? new byte[encoder.MaxPayloadBytes] : OpusSilence.Packet(settings.PacketMs, codec.Format.Channels);
        Format = settings.IsPcm ? codec.Format : new AudioFormat(codec.ClockRate, codec.Format.Channels);
        Log = new PacketLog((int)(Kept.TotalMilliseconds / settings.PacketMs) + 1, encoder.MaxPayloadBytes);
    }

    public EncodingSettings Settings { get; }

    public StreamEncoder Encoder => _encoder;

    /// <summary>Format to decode to. Opus is decoded at 48 kHz, whatever rate it was encoded at.</summary>
    public AudioFormat Format { get; }

    /// <summary>Length of the largest packet.</summary>
    public int MaxPacketBytes => _encoder.MaxPayloadBytes;

    /// <summary>Frames of <see cref="Format"/> that a decoder is behind the encoder's input.</summary>
    public int LookAheadFrames => (int)_encoder.Codec.ToClock(_encoder.LookAheadFrames);

    /// <summary>Time from the capture of a sample to its packet, at least.</summary>
    public double LatencyMs => Settings.PacketMs + (LookAheadFrames * 1000.0 / Format.SampleRate);

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

    /// <summary>The stream was disposed: readers end after the packets that there are.</summary>
    public void End()
    {
        lock (Gate)
        {
            if (_isEnded) return;
            _isEnded = true;
            foreach (var reader in _readers) reader.Notify(isEnd: true);
            _readers.Clear();
        }

        _unused(this);
    }

    internal void Remove(EncodingReader reader)
    {
        lock (Gate)
        {
            reader.Notify(isEnd: true);
            if (!_readers.Remove(reader) || _readers.Count > 0) return;
            _isEnded = true;
        }

        _unused(this);
    }

    void IPacketWire.Send(in OutgoingPacket packet)
    {
        // What the packet decodes to begins with samples that the encoder held back from the packet before.
        var captured = (packet.CaptureTime < 0 ? 0 : _clock.Now - packet.CaptureTime)
            + _encoder.Codec.Format.ToNanoseconds(_encoder.LookAheadFrames);
        var captureTime = ((_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10) - (captured / 1000);
        lock (Gate)
        {
            Fill(packet.MediaTime, packet.Frames, captureTime);
            Append(captureTime, packet.Frames, packet.Payload);
            foreach (var reader in _readers) reader.Notify(isEnd: false);
        }
    }

    /// <summary>Fills a gap before a packet. What is left of it, less than a packet, is filled with the next one.</summary>
    private void Fill(long mediaTime, int frames, long captureTime)
    {
        var format = _encoder.Codec.Format;
        var gap = mediaTime - _position;
        if (_position < 0 || gap < 0 || format.ToTime(gap) > LongestFilledGap)
        {
            _position = mediaTime;
            return;
        }

        for (var missing = gap / frames; missing > 0; missing--)
        {
            Append(captureTime - (long)format.ToTime(missing * frames).TotalMicroseconds, frames, _silence);
        }
    }

    private void Append(long captureTime, int frames, ReadOnlySpan<byte> payload)
    {
        Log.Append(captureTime, (int)_encoder.Codec.ToClock(frames), payload);
        _position += frames;
    }
}

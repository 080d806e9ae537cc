using Continuo.Audio;
using Continuo.Rtp.Encoders;
using Continuo.Streams;

namespace Continuo.Server.Listening;

/// <summary>
/// The packets of encoders for listeners by WebSocket and HTTP, kept from the first listener to the last. The encoders are shared with
/// WebRTC. Thread-safe.
/// </summary>
internal sealed class StreamEncodings(StreamEncoders encoders, TimeProvider time)
{
    private readonly Dictionary<(AudioStream Stream, EncodingSettings Settings), StreamEncoding> _encodings = [];
    private readonly Lock _gate = new();

    /// <summary>Opens a listener, who begins with <paramref name="history"/> of the past.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="settings">How it is encoded.</param>
    /// <param name="history">How much of the past to begin with.</param>
    /// <exception cref="AudioException">The stream's format cannot be encoded, or a library is missing.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public EncodingReader Open(AudioStream stream, EncodingSettings settings, TimeSpan history)
    {
        lock (_gate)
        {
            if (_encodings.TryGetValue((stream, settings), out var shared) && shared.Open(history) is { } reader) return reader;
            var made = new StreamEncoding(encoders.Rent(stream, settings.ToEncoder(stream.Format)), settings, time, Remove);
            var first = made.Open(history)!;
            _encodings[(stream, settings)] = made;
            made.Encoder.Add(made);
            return first;
        }
    }

    private void Remove(StreamEncoding encoding)
    {
        encoding.Encoder.Remove(encoding);
        lock (_gate)
        {
            var key = (encoding.Encoder.Stream, encoding.Settings);
            if (_encodings.GetValueOrDefault(key) == encoding) _encodings.Remove(key);
        }

        encoders.Return(encoding.Encoder);
    }
}

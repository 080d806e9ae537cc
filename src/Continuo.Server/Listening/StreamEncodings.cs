using Continuo.Audio;
using Continuo.Streams;

namespace Continuo.Server.Listening;

/// <summary>The encodings in use: one for each stream and setting, made for its first listener and freed after its last. Thread-safe.</summary>
internal sealed class StreamEncodings(TimeProvider time)
{
    private readonly Dictionary<(AudioStream Stream, EncodingSettings Settings), StreamEncoding> _encodings = [];
    private readonly Lock _gate = new();

    /// <summary>Those in use.</summary>
    public IReadOnlyCollection<StreamEncoding> All
    {
        get
        {
            lock (_gate) return [.. _encodings.Values];
        }
    }

    /// <summary>Opens a listener, who begins with <paramref name="history"/> of the past.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="settings">How it is encoded.</param>
    /// <param name="history">How much of the past to begin with.</param>
    /// <param name="kind">Kind of the first listener, shown for the reader that all share.</param>
    /// <exception cref="AudioException">The stream's format cannot be encoded, or a library is missing.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public EncodingReader Open(AudioStream stream, EncodingSettings settings, TimeSpan history, string kind = "websocket")
    {
        lock (_gate)
        {
            if (_encodings.TryGetValue((stream, settings), out var shared) && shared.Open(history) is { } reader) return reader;
            var made = new StreamEncoding(stream, settings, kind, time, Remove);
            _encodings[(stream, settings)] = made;
            return made.Open(history)!;
        }
    }

    private void Remove(StreamEncoding encoding)
    {
        lock (_gate)
        {
            var key = (encoding.Stream, encoding.Settings);
            if (_encodings.GetValueOrDefault(key) == encoding) _encodings.Remove(key);
        }
    }
}

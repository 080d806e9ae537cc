using Continuo.Audio;
using Continuo.Streams;

namespace Continuo.Rtp.Encoders;

/// <summary>The encoders in use, one for each stream and setting. Thread-safe.</summary>
internal sealed class StreamEncoders
{
    private readonly Dictionary<(AudioStream, EncoderSetting), (StreamEncoder Encoder, int Users)> _encoders = [];

    /// <summary>Number of encoders in use.</summary>
    public int Count
    {
        get
        {
            lock (_encoders) return _encoders.Count;
        }
    }

    /// <summary>Gives the encoder of a stream and setting, and creates it if it is the first use.</summary>
    /// <exception cref="AudioException">The stream cannot be encoded so, or a library is missing.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public StreamEncoder Rent(AudioStream stream, EncoderSetting setting)
    {
        lock (_encoders)
        {
            var (encoder, users) = _encoders.TryGetValue((stream, setting), out var known)
                ? known
                : (new StreamEncoder(stream, setting), 0);
            _encoders[(stream, setting)] = (encoder, users + 1);
            return encoder;
        }
    }

    /// <summary>Gives an encoder back, once for each <see cref="Rent"/>; the last one disposes it.</summary>
    public void Return(StreamEncoder encoder)
    {
        lock (_encoders)
        {
            var key = (encoder.Stream, encoder.Setting);
            if (!_encoders.TryGetValue(key, out var known) || known.Encoder != encoder) return;
            if (known.Users > 1)
            {
                _encoders[key] = (encoder, known.Users - 1);
                return;
            }

            _encoders.Remove(key);
        }

        encoder.Dispose();
    }
}

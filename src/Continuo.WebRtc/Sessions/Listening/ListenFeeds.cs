using Continuo.Rtp.Encoders;
using Continuo.Streams;
using Continuo.Threading;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>The feeds of a host, one for each encoder that has listeners. Thread-safe.</summary>
internal sealed class ListenFeeds(StreamEncoders encoders, SessionPort port, TimeProvider wallClock)
{
    private readonly Dictionary<StreamEncoder, ListenFeed> _feeds = [];
    private readonly Dictionary<StreamEncoder, int> _users = [];

    /// <summary>Gives the feed of a stream and setting, and creates it if it is the first use.</summary>
    /// <exception cref="Continuo.Audio.AudioException">The stream cannot be encoded so, or libopus is missing.</exception>
    public ListenFeed Rent(AudioStream stream, EncoderSetting setting)
    {
        lock (_feeds)
        {
            var encoder = encoders.Rent(stream, setting);
            if (!_feeds.TryGetValue(encoder, out var feed)) _feeds[encoder] = feed = new ListenFeed(encoder, port, wallClock);
            _users[encoder] = _users.GetValueOrDefault(encoder) + 1;
            return feed;
        }
    }

    /// <summary>Gives a feed back, once for each <see cref="Rent"/>.</summary>
    public void Return(ListenFeed feed)
    {
        lock (_feeds)
        {
            if (--_users[feed.Encoder] == 0)
            {
                _users.Remove(feed.Encoder);
                _feeds.Remove(feed.Encoder);
            }
        }

        encoders.Return(feed.Encoder);
    }

    /// <summary>Whether a feed's stream was disposed, so that nothing will come any more.</summary>
    public static bool IsOver(ListenFeed feed) => feed.Encoder.Stream.State == LifeState.Disposed;
}

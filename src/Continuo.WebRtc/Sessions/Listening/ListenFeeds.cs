using Continuo.Streams;
using Continuo.Threading;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>The feeds of a host, one for each stream and setting that has listeners. Thread-safe.</summary>
internal sealed class ListenFeeds(SessionPort port, TimeProvider wallClock)
{
    private readonly Dictionary<(AudioStream, FeedSetting), (ListenFeed Feed, int Users)> _feeds = [];

    /// <summary>Gives the feed of a stream and setting, and creates it if it is the first use.</summary>
    /// <exception cref="Continuo.Audio.AudioException">The stream cannot be encoded so, or libopus is missing.</exception>
    public ListenFeed Rent(AudioStream stream, FeedSetting setting)
    {
        lock (_feeds)
        {
            var (feed, users) = _feeds.TryGetValue((stream, setting), out var known) ? known : (new ListenFeed(stream, setting, port, wallClock), 0);
            _feeds[(stream, setting)] = (feed, users + 1);
            return feed;
        }
    }

    /// <summary>Gives a feed back; the last one disposes it.</summary>
    public void Return(ListenFeed feed)
    {
        lock (_feeds)
        {
            var key = (feed.Stream, feed.Setting);
            if (!_feeds.TryGetValue(key, out var known) || known.Feed != feed) return;
            if (known.Users > 1)
            {
                _feeds[key] = (feed, known.Users - 1);
                return;
            }

            _feeds.Remove(key);
        }

        feed.Dispose();
    }

    /// <summary>Whether a feed's stream was disposed, so that nothing will come any more.</summary>
    public static bool IsOver(ListenFeed feed) => feed.Stream.State == LifeState.Disposed;
}

using Continuo.Hosting.Watching;
using Continuo.Streams;

namespace Continuo.Hosting.Entries;

/// <summary>A stream of a host. The settable members change under the host's gate.</summary>
internal sealed class StreamEntry(string name, string address, AudioStream stream, DateTimeOffset addedAt) : IEntry
{
    public string Name { get; } = name;

    public AudioStream Stream { get; } = stream;

    public StreamHealth Health { get; set; } = StreamHealth.Starting;

    public string Reason { get; set; } = "opened";

    /// <summary>Whether it is in the host's table, so that its changes are events.</summary>
    public bool IsListed { get; set; }

    /// <summary>Whether a start has been claimed.</summary>
    public bool IsStartClaimed { get; set; }

    public EventHandler<StreamHealthEventArgs>? Handler { get; set; }

    public StreamSnapshot ToSnapshot()
    {
        var format = Stream.Format;
        return new StreamSnapshot(Name, address, Health, Reason, format.SampleRate, format.Channels, Stream.Subscriptions.Count,
            Stream.Statistics)
        { AddedAt = addedAt };
    }

    public void Release() => Stream.Dispose();

    public override string ToString() => Name;
}

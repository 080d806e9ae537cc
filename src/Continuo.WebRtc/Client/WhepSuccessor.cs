using System.Diagnostics;
using Continuo.Audio;
using Continuo.Rtp.Reception;
using Continuo.Sources;

namespace Continuo.WebRtc.Client;

/// <summary>
/// The connection that follows one whose server is leaving. Both are there for a while; those who are heard come to the new one at
/// different times, so it takes over when it has been heard for a while, or when the old one ends. For one thread.
/// </summary>
internal sealed class WhepSuccessor(ClientLink link, RtpReceiver receiver, AudioFormat format) : IDisposable
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMilliseconds(600); // a server that hands a room over waits for longer
    private static readonly TimeSpan BlockPatience = TimeSpan.FromMilliseconds(40);

    private long _heardAt;

    public ClientLink Link => link;

    public RtpReceiver Receiver => receiver;

    /// <summary>Whether it is time to take over.</summary>
    /// <param name="scratch">For what is heard before.</param>
    public bool IsDue(Span<float> scratch)
    {
        while (receiver.Read(scratch, TimeSpan.Zero).Frames > 0)
        {
            if (_heardAt == 0) _heardAt = Stopwatch.GetTimestamp();
        }

        return _heardAt != 0 && Stopwatch.GetElapsedTime(_heardAt) > Overlap;
    }

    /// <summary>Reads the first block, which fades over from the old connection's next one.</summary>
    public SourceRead TakeOver(RtpReceiver old, Span<float> destination)
    {
        var last = new float[destination.Length]; // once in the life of a connection
        var before = old.Read(last, BlockPatience).Frames;
        var read = receiver.Read(destination, BlockPatience);
        for (var i = 0; i < read.Frames; i++)
        {
            var share = (i + 0.5f) / read.Frames;
            for (var c = 0; c < format.Channels; c++)
            {
                var at = (i * format.Channels) + c;
                destination[at] = (share * destination[at]) + (i < before ? (1 - share) * last[at] : 0);
            }
        }

        return read;
    }

    public void Dispose()
    {
        receiver.Dispose();
        link.Abandon();
    }
}

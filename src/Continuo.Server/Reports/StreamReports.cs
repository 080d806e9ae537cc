using Continuo.Audio;
using Continuo.Client.Contract;
using Continuo.Hosting;
using Continuo.Hosting.Watching;
using Continuo.Rings;
using Continuo.Server.Http;
using Continuo.Server.Recordings;
using Continuo.Server.Sessions;

namespace Continuo.Server.Reports;

/// <summary>Streams as the contract describes them. Thread-safe.</summary>
internal sealed class StreamReports(AudioHost host, ReaderReports readers, SessionTable sessions, ReplayBuffers replays)
{
    /// <summary>All streams, in the order in which they were added.</summary>
    public IReadOnlyList<StreamStatus> All()
    {
        var served = Served();
        return [.. host.Snapshot().Streams.Select(s => Of(s, served)).OfType<StreamStatus>()];
    }

    /// <summary>One stream; <see langword="null"/> if there is none of that name.</summary>
    public StreamStatus? Find(string name) =>
        host.Snapshot().Streams.FirstOrDefault(s => s.Name == name) is { } snapshot ? Of(snapshot) : null;

    /// <summary>The stream of a snapshot; <see langword="null"/> if it has been removed.</summary>
    public StreamStatus? Of(StreamSnapshot snapshot) => Of(snapshot, Served());

    /// <summary>What an address captures, in one word.</summary>
    public static string KindOf(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return (colon > 0 ? address[..colon] : "").ToLowerInvariant() switch
        {
            "app" => "application",
            "device" => "device",
            "system" => "system",
            "tone" or "sweep" or "noise" or "silence" or "demo" => "generator",
            "whip" => "whip",
            "rtp" or "rtps" or "whep" => "rtp",
            "player" => "player",
            "file" => "file",
            "" => address.EndsWith(".sdp", StringComparison.OrdinalIgnoreCase) ? "rtp" : "file",
            _ => "other",
        };
    }

    /// <summary>The sessions of each reader that serves any.</summary>
    private ILookup<long, ServerSession> Served() => sessions.All.Where(s => s.ReaderId != 0).ToLookup(s => s.ReaderId);

    private StreamStatus? Of(StreamSnapshot snapshot, ILookup<long, ServerSession> served)
    {
        if (!host.TryGetStream(snapshot.Name, out var stream)) return null;
        var (statistics, format, ring) = (snapshot.Statistics, stream.Format, stream.Run.Ring);
        return new StreamStatus(
            snapshot.Name,
            AudioAddress.HideSecrets(snapshot.Address),
            KindOf(snapshot.Address),
            snapshot.Health,
            snapshot.Reason,
            format.SampleRate,
            format.Channels,
            format.Layout.ToString(),
            Numbers.Ms(format.ToTime(ring.ChunkFrames)),
            snapshot.AddedAt,
            new CaptureStatus(statistics.Chunks, statistics.Frames, statistics.Gaps, statistics.GapFrames, statistics.FilledFrames,
                statistics.Reconnects, Math.Round(statistics.DriftPpm, 2)),
            DeliveryReports.Of(stream),
            new RingStatus(ring.Capacity),
            [.. stream.Readers.Select(reader => readers.Of(reader, [.. served[reader.Id]], RecordingOf(reader)))],
            replays.LengthOf(snapshot.Name));
    }

    /// <summary>A recorder's reader has the recording's name.</summary>
    private static string? RecordingOf(RingReader reader) => reader.Kind == "recorder" ? reader.Name : null;
}

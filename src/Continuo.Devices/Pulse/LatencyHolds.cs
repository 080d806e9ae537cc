using Continuo.Audio;
using Continuo.Devices.Pulse.Interop;

namespace Continuo.Devices.Pulse;

/// <summary>
/// Keeps PulseAudio's sinks at a low latency while waiting for an application. A sink that renders two seconds ahead has rendered the
/// beginning of a sound before its recording is attached. A paused stream on the sink's monitor requests a low latency, delivers nothing,
/// and does not prevent the sink from being suspended. Used by the connection's thread only.
/// </summary>
internal sealed unsafe class LatencyHolds(PulseConnection connection) : IDisposable
{
    private const int HoldMilliseconds = 20;

    private readonly Dictionary<uint, nint> _streams = [];

    /// <summary>Holds these sinks and releases all others.</summary>
    public void Follow(IReadOnlyList<PulseEndpoint> sinks)
    {
        foreach (var gone in _streams.Keys.Where(held => sinks.All(s => s.Index != held)).ToArray()) Release(gone);
        foreach (var sink in sinks)
        {
            // A refused stream is retried when the sinks are next updated.
            if (_streams.TryGetValue(sink.Index, out var held)
                && LibPulse.StreamState(held) is LibPulse.StreamReady or LibPulse.StreamCreating)
            {
                continue;
            }

            Release(sink.Index);
            if (sink.MonitorName is { } monitor && Hold(monitor) is var stream and not 0) _streams[sink.Index] = stream;
        }
    }

    /// <summary>Releases all sinks. Call before the connection is closed.</summary>
    public void Dispose()
    {
        foreach (var sink in _streams.Keys.ToArray()) Release(sink);
    }

    private nint Hold(string monitor)
    {
        var spec = new SampleSpec { Format = LibPulse.Float32LittleEndian, Rate = (uint)AudioFormat.Default.SampleRate, Channels = 1 };
        var map = PulseChannels.MapOf(ChannelLayout.Mono);
        var properties = LibPulse.PropertiesNew();
        var stream = LibPulse.StreamNew(connection.Context, "latency", &spec, &map, properties);
        LibPulse.PropertiesFree(properties);
        if (stream == 0) return 0;
        var buffer = new BufferAttributes
        {
            MaxLength = uint.MaxValue,
            TargetLength = uint.MaxValue,
            PreBuffer = uint.MaxValue,
            MinRequest = uint.MaxValue,
            FragmentSize = (uint)(AudioFormat.Default.SampleRate * HoldMilliseconds / 1000 * sizeof(float)),
        };
        const int Flags = LibPulse.AdjustLatency | LibPulse.DontMove | LibPulse.StartCorked;
        if (LibPulse.StreamConnectRecord(stream, monitor, &buffer, Flags) >= 0) return stream;
        LibPulse.StreamUnref(stream);
        return 0;
    }

    private void Release(uint sink)
    {
        if (!_streams.Remove(sink, out var stream)) return;
        _ = LibPulse.StreamDisconnect(stream);
        LibPulse.StreamUnref(stream);
    }
}

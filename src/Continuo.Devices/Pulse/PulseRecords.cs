using Continuo.Audio;

namespace Continuo.Devices.Pulse;

/// <summary>The process behind a client or stream, as reported by the server.</summary>
internal readonly record struct PulseOwner(int ProcessId, string? Binary, string? Application)
{
    public static readonly PulseOwner Unknown = new(0, null, null);

    /// <summary>This owner, with unknown values taken from <paramref name="other"/>.</summary>
    public PulseOwner Or(PulseOwner other) =>
        new(ProcessId != 0 ? ProcessId : other.ProcessId, Binary ?? other.Binary, Application ?? other.Application);
}

/// <summary>A snapshot of a sink input: one playback stream of an application, or of the server itself.</summary>
internal sealed record PulseSinkInput(
    uint Index, string Name, uint Client, uint Sink, PulseOwner Owner, bool Corked, bool Muted, double? Volume, byte VolumeChannels,
        AudioFormat? Format)
{
    /// <summary>Identifier shared with the other ends of the same filter; <see langword="null"/> for an application's stream.</summary>
    public string? Group { get; init; }
}

/// <summary>A snapshot of a source output: one recording stream.</summary>
internal sealed record PulseSourceOutput(uint Index, uint Source, string? Group);

/// <summary>A snapshot of a client: one connection to the server.</summary>
internal sealed record PulseClient(uint Index, string Name, PulseOwner Owner);

/// <summary>A snapshot of a sink or source.</summary>
internal sealed record PulseEndpoint(
    uint Index, string Name, string Description, bool IsSource, string? MonitorName, AudioFormat? Format, bool IsSuspended)
{
    /// <summary>Identifier shared with the other ends of the same filter.</summary>
    public string? Group { get; init; }
}

/// <summary>A snapshot of the server itself.</summary>
internal sealed record PulseServer(string Name, string Version, string? DefaultSink, string? DefaultSource);

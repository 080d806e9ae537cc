using Continuo.Devices.Backends;

namespace Continuo.Cli.Reports.Machine;

/// <summary>One stream of an application.</summary>
internal sealed record SessionReport(
    long Index,
    string Name,
    double? Volume,
    bool Muted,
    bool Paused,
    string Device,
    int? SampleRate,
    int? Channels)
{
    public static SessionReport Of(AudioSession session) => new(
        session.Index,
        session.Name,
        session.Volume is { } volume ? Math.Round(volume, 3) : null,
        session.IsMuted,
        session.IsPaused,
        session.Device,
        session.Format?.SampleRate,
        session.Format?.Channels);
}

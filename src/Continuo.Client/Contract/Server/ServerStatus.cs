
namespace Continuo.Client.Contract.Server;

/// <summary>The server.</summary>
/// <param name="Name">Name of the machine.</param>
/// <param name="Version">Version of Continuo.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="UptimeSeconds">For how long it has been running.</param>
/// <param name="WebRtc">Its WebRTC endpoint; <see langword="null"/> if it has none.</param>
/// <param name="Opus">Which Opus implementation encodes: <c>native</c> or <c>managed</c>.</param>
/// <param name="OpusNote">What the managed implementation means; <see langword="null"/> for the native one.</param>
/// <param name="Role">Role of the caller: <c>listen</c>, <c>talk</c>, <c>operate</c> or <c>admin</c>.</param>
/// <param name="Demo">Whether it plays the demonstration.</param>
/// <param name="Features">What it can do on this machine.</param>
/// <param name="LatestEvent">Number of the last event.</param>
/// <param name="Node">Its name as a node of a cluster; <see langword="null"/> if it is in none.</param>
public sealed record ServerStatus(
    string Name,
    string Version,
    DateTimeOffset StartedAt,
    double UptimeSeconds,
    WebRtcStatus? WebRtc,
    string Opus,
    string? OpusNote,
    string Role,
    bool Demo,
    ServerFeatures Features,
    long LatestEvent,
    string? Node);

namespace Continuo.Client.Contract.Server;

/// <summary>The WebRTC endpoint of a server.</summary>
/// <param name="Port">UDP port of all sessions.</param>
/// <param name="Fingerprint">SHA-256 fingerprint of its certificate.</param>
/// <param name="Addresses">IP addresses that it offers as candidates.</param>
public sealed record WebRtcStatus(int Port, string Fingerprint, IReadOnlyList<string> Addresses);

namespace Continuo.Client.Contract.Server;

/// <summary>What a server can do on its machine.</summary>
/// <param name="Applications">Whether applications can be listed and captured.</param>
/// <param name="ApplicationsReason">Why they cannot; <see langword="null"/> if they can.</param>
/// <param name="Devices">Whether devices can be listed, captured and played to.</param>
public sealed record ServerFeatures(bool Applications, string? ApplicationsReason, bool Devices);

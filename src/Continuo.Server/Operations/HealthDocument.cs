namespace Continuo.Server.Operations;

/// <summary>Answer of <c>/healthz</c> and <c>/readyz</c>.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Details">One line for each stream, player and recording: <c>"stream band": "Flowing: …"</c>.</param>
internal sealed record HealthDocument(string Status, IReadOnlyDictionary<string, string>? Details);

namespace Continuo.Server.Configuration;

/// <summary>Where a configuration was read from, so that it can be read again.</summary>
/// <param name="File">Path of the JSON file; <see langword="null"/>: none.</param>
/// <param name="Overrides">Settings from outside it.</param>
internal sealed record ConfigSource(string? File, IReadOnlyList<ConfigOverride> Overrides);

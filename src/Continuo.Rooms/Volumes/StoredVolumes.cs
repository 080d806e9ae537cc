namespace Continuo.Rooms.Volumes;

/// <summary>The file of a <see cref="VolumeStore"/>.</summary>
/// <param name="Version">Version of the layout: 1.</param>
/// <param name="Listeners">The listeners with settings.</param>
internal sealed record StoredVolumes(int Version, IReadOnlyList<StoredListener> Listeners);

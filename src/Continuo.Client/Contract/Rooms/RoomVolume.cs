namespace Continuo.Client.Contract.Rooms;

/// <summary>A listener's setting for one person.</summary>
/// <param name="Id">Stable id of the speaking person.</param>
/// <param name="Volume">Volume, 0…2 (200 %).</param>
/// <param name="IsMuted">Whether the person is not heard.</param>
/// <param name="IsSolo">Whether only persons marked so are heard.</param>
public sealed record RoomVolume(string Id, double Volume = 1, bool IsMuted = false, bool IsSolo = false);

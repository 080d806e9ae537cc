namespace Continuo.Client.Contract.Rooms;

/// <summary>Meters of a room. Speakers are given by <see cref="RoomSpeakerStatus.Number"/>.</summary>
/// <param name="LevelsDb">Level in dBFS RMS, before all volumes. Who is not listed is silent or muted.</param>
/// <param name="BuffersMs">Delay of the speaker's jitter buffer in the room. Who is not listed has none.</param>
/// <param name="ShedStep">
/// How much quality the server's rooms give up because ticks take too long: 1–3 encoder complexity, 4–6 also all but the 16, 8, 4 loudest
/// speakers, 7 also stereo; 0: none.
/// </param>
public sealed record RoomMeters(IReadOnlyDictionary<string, double> LevelsDb, IReadOnlyDictionary<string, double> BuffersMs, int ShedStep);

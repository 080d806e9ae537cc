using Continuo.Playing;

namespace Continuo.Engine.Statistics;

/// <summary>State and statistics of a player in an engine.</summary>
/// <param name="Player">Number of the player.</param>
/// <param name="State">Current state.</param>
/// <param name="IsDetached">Whether the player is detached from its client.</param>
/// <param name="Command">Number of the last transport command.</param>
/// <param name="Applied">Number of the last command that a rendered block has applied.</param>
/// <param name="Position">The frame heard now.</param>
/// <param name="Length">Length of the longest track in frames; −1 if a track is endless or its length is unknown.</param>
/// <param name="Loop">The loop region; <see langword="null"/> for none.</param>
/// <param name="Tracks">Number of tracks.</param>
/// <param name="LateBlocks">Blocks with missing audio, summed over the tracks.</param>
/// <param name="Level">Current level of the louder channel of the player's mix; 1 is full scale.</param>
/// <param name="TruePeakDb">Maximum true peak of the mix, in dBTP.</param>
/// <param name="Momentary">Momentary loudness of the mix (400 ms), in LUFS.</param>
/// <param name="ShortTerm">Short-term loudness of the mix (3 s), in LUFS.</param>
/// <param name="Integrated">Integrated (gated) loudness of the mix, in LUFS.</param>
/// <param name="Name">Display name.</param>
public readonly record struct EnginePlayerStatistics(
    int Player,
    PlayerState State,
    bool IsDetached,
    long Command,
    long Applied,
    long Position,
    long Length,
    LoopRegion? Loop,
    int Tracks,
    long LateBlocks,
    float Level,
    double TruePeakDb,
    double Momentary,
    double ShortTerm,
    double Integrated,
    string Name);

using Continuo.Playing;

namespace Continuo.Engine.Reports;

/// <summary>How a player of an engine is doing.</summary>
/// <param name="Player">Its number.</param>
/// <param name="State">What it is about.</param>
/// <param name="IsDetached">Whether it plays on without a client.</param>
/// <param name="Command">The number of the last command to its transport.</param>
/// <param name="Applied">The number of the last command that a rendered block has taken over.</param>
/// <param name="Position">The frame that is heard now.</param>
/// <param name="Length">The length of its longest track in frames; −1 if one has no end, or it is not known.</param>
/// <param name="Loop">What is played over and over; <see langword="null"/> for none.</param>
/// <param name="Tracks">Number of tracks it has.</param>
/// <param name="LateBlocks">Blocks in which a track's audio was missing, summed over the tracks.</param>
/// <param name="Level">The level of the louder channel of its mix now, 1 being full scale.</param>
/// <param name="TruePeakDb">The highest true peak of its mix so far, in dBTP.</param>
/// <param name="Momentary">The loudness of its mix over the last 400 ms, in LUFS.</param>
/// <param name="ShortTerm">That over the last 3 s.</param>
/// <param name="Integrated">The gated loudness of all of it.</param>
/// <param name="Name">Its name.</param>
public readonly record struct PlayerReport(
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

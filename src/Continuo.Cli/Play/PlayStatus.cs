using Continuo.Audio;
using Continuo.Playing;

namespace Continuo.Cli.Play;

/// <summary>Status of playback for the view.</summary>
/// <param name="State">Current state.</param>
/// <param name="Format">Rate and channels of the output.</param>
/// <param name="Position">The frame that is heard.</param>
/// <param name="Length">Number of frames of the piece; −1 if unknown.</param>
/// <param name="Loop">The loop, if any.</param>
/// <param name="Tracks">The tracks.</param>
/// <param name="Level">Level of the mix; 1 is full scale.</param>
/// <param name="ShortTerm">Its loudness over the last 3 s, in LUFS.</param>
/// <param name="BudgetP50Percent">Median rendering time of a block, in percent of its duration.</param>
/// <param name="BudgetP99Percent">99th percentile of render time, in percent of a block.</param>
/// <param name="Xruns">Number of underruns of the device.</param>
/// <param name="Problem">Current problem of the device.</param>
/// <param name="Ahead">Write-ahead and its cause.</param>
/// <param name="Keys">Help on additional keys.</param>
internal sealed record PlayStatus(
    PlayerState State,
    AudioFormat Format,
    long Position,
    long Length,
    LoopRegion? Loop,
    IReadOnlyList<PlayLine> Tracks,
    double Level,
    double ShortTerm,
    double BudgetP50Percent,
    double BudgetP99Percent,
    long Xruns,
    string? Problem,
    string Ahead,
    string Keys);

using Continuo.Audio;
using Continuo.Playing;

namespace Continuo.Cli.Play;

/// <summary>What there is to see of something that plays.</summary>
/// <param name="State">What it is about.</param>
/// <param name="Format">Rate and channels of the output.</param>
/// <param name="Position">The frame that is heard.</param>
/// <param name="Length">How many frames the piece has; −1 if that is not known.</param>
/// <param name="Loop">What is played over and over.</param>
/// <param name="Tracks">The tracks.</param>
/// <param name="Level">The level of the mix, 1 being full scale.</param>
/// <param name="ShortTerm">Its loudness over the last 3 s, in LUFS.</param>
/// <param name="BudgetP50Percent">How much of its time half of the blocks take at the most.</param>
/// <param name="BudgetP99Percent">The same of 99 % of them.</param>
/// <param name="Xruns">How often the device ran dry.</param>
/// <param name="Trouble">What is wrong with the device now.</param>
/// <param name="Ahead">How far is written ahead, and why.</param>
/// <param name="Keys">What keys do besides the usual ones.</param>
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
    string? Trouble,
    string Ahead,
    string Keys);

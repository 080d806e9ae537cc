namespace Continuo.Page.Tests.Support;

/// <summary>What a page heard of 440 Hz on the left and 660 Hz on the right.</summary>
internal sealed class ToneReport
{
    /// <summary>
    /// Medians of the windows without a fault, dBFS: 440 Hz left, 660 Hz right, and the cross-talk: 660 Hz left, 440 Hz right.
    /// </summary>
    public double[] Levels { get; set; } = [];

    /// <summary>Windows of 50 ms.</summary>
    public int Windows { get; set; }

    /// <summary>Windows with a hole, a jump or anything else than the tones: time and what was there.</summary>
    public string[] Spoilt { get; set; } = [];

    /// <summary>States of the player since the tap was opened.</summary>
    public string[] States { get; set; } = [];

    /// <summary>The player's statistics.</summary>
    public string Statistics { get; set; } = "";

    /// <summary>Holds the levels to ±0.5 dB of what the server plays, and the channels to −50 dB of cross-talk.</summary>
    public void AssertLevels()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(ToString());
        Assert.True(Spoilt.Length <= Windows / 2, $"Half of what was heard is no tone: {this}");
        Assert.InRange(Levels[0], ToneServer.LevelDb - 0.5, ToneServer.LevelDb + 0.5);
        Assert.InRange(Levels[1], ToneServer.LevelDb - 0.5, ToneServer.LevelDb + 0.5);
        Assert.True(Levels[2] < -50, $"660 Hz on the left: {Levels[2]} dBFS");
        Assert.True(Levels[3] < -50, $"440 Hz on the right: {Levels[3]} dBFS");
    }

    /// <summary>Expects that nothing was missing.</summary>
    public void AssertNoDropOut() => Assert.True(Spoilt.Length == 0, $"The tone was interrupted: {this}");

    public override string ToString() =>
        $"{string.Join(", ", Levels.Select(l => l.ToString("F2")))} dBFS in {Windows} windows, {Spoilt.Length} spoilt"
        + (Spoilt.Length > 0
            ? $". The first: {string.Join("; ", Spoilt.Take(12))}. States: {string.Join(", ", States)}. {Statistics}"
            : "");
}

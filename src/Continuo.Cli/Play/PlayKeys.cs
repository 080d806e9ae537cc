using Continuo.Mixing;

namespace Continuo.Cli.Play;

/// <summary>Handles keys during playback. Keeps the selected track.</summary>
internal sealed class PlayKeys(IPlaybackController controller)
{
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(5);

    /// <summary>The track that m, s, + and - change.</summary>
    public int Chosen { get; private set; }

    /// <summary>Handles a key.</summary>
    /// <returns>Whether it is one of these keys.</returns>
    public bool Press(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Spacebar:
                controller.Toggle();
                return true;
            case ConsoleKey.LeftArrow:
                Move(-1);
                return true;
            case ConsoleKey.RightArrow:
                Move(1);
                return true;
            case ConsoleKey.UpArrow:
                Chosen = Math.Max(0, Chosen - 1);
                return true;
            case ConsoleKey.DownArrow:
                Chosen = Math.Max(0, Math.Min(controller.GetStatus().Tracks.Count - 1, Chosen + 1));
                return true;
        }

        switch (char.ToLowerInvariant(key.KeyChar))
        {
            case 'm':
                Change(s => s with { Mute = !s.Mute });
                return true;
            case 's':
                Change(s => s with { Solo = !s.Solo });
                return true;
            case '+' or '=':
                Change(s => s with { GainDb = Math.Min(FaderSettings.MaxGainDb, Math.Max(-60, s.GainDb) + 1) });
                return true;
            case '-':
                Change(s => s with { GainDb = s.GainDb <= -60 ? double.NegativeInfinity : s.GainDb - 1 });
                return true;
            default:
                return false;
        }
    }

    private void Change(Func<TrackSettings, TrackSettings> change)
    {
        var tracks = controller.GetStatus().Tracks;
        if (Chosen < tracks.Count) controller.Set(Chosen, change(tracks[Chosen].Settings));
    }

    private void Move(int direction)
    {
        var now = controller.GetStatus();
        var target = Math.Max(0, now.Position + direction * now.Format.ToFrames(Jump));
        controller.Seek(now.Length >= 0 ? Math.Min(target, now.Length) : target);
    }
}

using Continuo.Mixing;

namespace Continuo.Cli.Play;

/// <summary>What the keys do to what plays. Keeps which track is chosen.</summary>
internal sealed class PlayKeys(IPlayDesk desk)
{
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(5);

    /// <summary>The track that m, s, + and - are about.</summary>
    public int Chosen { get; private set; }

    /// <summary>Does what a key says.</summary>
    /// <returns>Whether the key is one of these.</returns>
    public bool Press(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Spacebar:
                desk.Toggle();
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
                Chosen = Math.Max(0, Math.Min(desk.Look().Tracks.Count - 1, Chosen + 1));
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
        var tracks = desk.Look().Tracks;
        if (Chosen < tracks.Count) desk.Set(Chosen, change(tracks[Chosen].Settings));
    }

    private void Move(int direction)
    {
        var now = desk.Look();
        var target = Math.Max(0, now.Position + direction * now.Format.ToFrames(Jump));
        desk.Seek(now.Length >= 0 ? Math.Min(target, now.Length) : target);
    }
}

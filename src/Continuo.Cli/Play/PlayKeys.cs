using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Cli.Play;

/// <summary>What the keys do to a player. Keeps which track is chosen.</summary>
internal sealed class PlayKeys(Player player)
{
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(5);

    /// <summary>The track that m, s, + and - are about.</summary>
    public int Chosen { get; private set; }

    /// <summary>Does what a key says.</summary>
    /// <returns>Whether to go on.</returns>
    public bool Press(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Spacebar:
                if (player.State == PlayerState.Playing) player.Pause();
                else player.Play();
                return true;
            case ConsoleKey.LeftArrow:
                Move(-Jump);
                return true;
            case ConsoleKey.RightArrow:
                Move(Jump);
                return true;
            case ConsoleKey.UpArrow:
                Chosen = Math.Max(0, Chosen - 1);
                return true;
            case ConsoleKey.DownArrow:
                Chosen = Math.Min(player.Tracks.Count - 1, Chosen + 1);
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
                return char.ToLowerInvariant(key.KeyChar) != 'q';
        }
    }

    private void Change(Func<TrackSettings, TrackSettings> change)
    {
        var mix = player.Tracks[Chosen].Mix;
        mix.Settings = change(mix.Settings);
    }

    private void Move(TimeSpan by)
    {
        var target = Math.Max(0, player.PositionFrames + Math.Sign(by.Ticks) * player.Format.ToFrames(by.Duration()));
        player.Seek(player.Length >= 0 ? Math.Min(target, player.Length) : target);
    }
}

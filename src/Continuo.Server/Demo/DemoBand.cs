using Continuo.Hosting;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Server.Demo;

/// <summary>Opens the demo in a host: the player and stream <c>band</c>, one stream for each stem, and three voices.</summary>
internal static class DemoBand
{
    /// <summary>Name of the mix: both the player's and its stream's.</summary>
    public const string Name = "band";

    /// <summary>Where each stem stands in the mix.</summary>
    private static readonly Dictionary<string, TrackSettings> Mix = new(StringComparer.Ordinal)
    {
        ["drums"] = new() { GainDb = -3 },
        ["bass"] = new() { GainDb = -5 },
        ["guitar-left"] = new() { GainDb = -8.5, Pan = -0.75 },
        ["guitar-right"] = new() { GainDb = -8.5, Pan = 0.75 },
        ["keys"] = new() { GainDb = -10 },
        ["lead-voice"] = new() { GainDb = -4 },
        ["choir"] = new() { GainDb = -12 },
        ["click"] = new() { GainDb = -12, Mute = true },
    };

    /// <summary>Opens everything and starts the song, which goes round and round.</summary>
    /// <exception cref="Audio.AudioException">A name is in use.</exception>
    public static void Open(AudioHost host)
    {
        DemoClips.Prepare();
        var player = host.OpenPlayer(Name, $"player:{Name}");
        foreach (var stem in DemoClips.Stems) player.Add($"demo:{stem}", host.AudioSystem, Mix[stem]);
        host.OpenStream(Name, $"player:{Name}");
        foreach (var name in DemoClips.Stems.Concat(DemoClips.Voices)) host.OpenStream(name, $"demo:{name}?loop");
        player.Loop = new LoopRegion(0, player.Length);
        player.Play();
    }
}

// Plays stems in sync: StemPlayer [--to ADDRESS] drums.flac bass.wav voice.ogg
// Commands on standard input, one a line: mute N, solo N, seek SECONDS, pause, play, quit.
using System.Globalization;
using Continuo.Audio;
using Continuo.Hosting;
using Continuo.Playing;

var (to, files) = args is ["--to", var address, .. var rest] ? (address, rest) : ("device:", args);
if (files.Length == 0)
{
    Console.Error.WriteLine("Usage: StemPlayer [--to ADDRESS] FILE…");
    return 2;
}

try
{
    await using var host = new AudioHost();
    var player = host.OpenPlayer("stems", to);
    foreach (var file in files) player.Add(file, host.AudioSystem);
    player.Play();
    host.Start();
    while (player.State != PlayerState.Ended && await Console.In.ReadLineAsync() is { } line && line != "quit")
    {
        if (!Obey(player, line.Split(' '))) Console.WriteLine("Commands: mute N, solo N, seek SECONDS, pause, play, quit");
        var tracks = player.Tracks.Select(t => $"{t.Name}{(t.Mix.Settings.Mute ? " muted" : "")}{(t.Mix.Settings.Solo ? " solo" : "")}");
        Console.WriteLine($"{player.State} at {player.Position:m\\:ss\\.f}: {string.Join(", ", tracks)}");
    }

    return 0;
}
catch (AudioException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static bool Obey(Player player, string[] words)
{
    var number = words.Length == 2 && double.TryParse(words[1], CultureInfo.InvariantCulture, out var value) ? value : 0;
    var mix = number >= 1 && number <= player.Tracks.Count ? player.Tracks[(int)number - 1].Mix : null;
    switch (words[0])
    {
        case "mute" when mix is not null: mix.Settings = mix.Settings with { Mute = !mix.Settings.Mute }; return true;
        case "solo" when mix is not null: mix.Settings = mix.Settings with { Solo = !mix.Settings.Solo }; return true;
        case "seek" when number >= 0: player.Seek(TimeSpan.FromSeconds(number)); return true;
        case "pause": player.Pause(); return true;
        case "play": player.Play(); return true;
        default: return false;
    }
}

using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

/// <summary>Whatever is wrong with the input: one clear line, the right exit code, nothing left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(2, "recrod", "there is no such command")]
    [InlineData(2, "recrod", "did you mean 'record'")]
    [InlineData(2, "record tone:440 x.wav --duraton 2s", "did you mean '--duration'")]
    [InlineData(2, "play tone:440 --duration 2s", "there is no option '--duration' (it is an option of record")]
    [InlineData(2, "mix a.wav b.wav c.wav --gian 3", "did you mean '--gain'")]
    [InlineData(2, "record tnoe:440 x.wav", "did you mean 'tone:'")]
    [InlineData(2, "record tone:440 x.wav --offline", "the source never ends")]
    [InlineData(2, "record noise:pink x.wav --offline", "the source never ends")]
    [InlineData(2, "stream silence: --to x.wav --offline", "the source never ends")]
    [InlineData(2, "help adresses", "did you mean 'addresses'")]
    [InlineData(2, "mix only.wav", "only one file")]
    [InlineData(2, "mix a.wav a.wav", "the output file is also an input")]
    [InlineData(2, "record", "ADDRESS is missing")]
    [InlineData(2, "record tone:440", "FILE is missing")]
    [InlineData(2, "record tone:440 x.wav --loud", "--loud")]
    [InlineData(3, "record app:x x.wav --backend jack", "Available: pulse (PulseAudio")]
    [InlineData(3, "devices --backend puls", "did you mean 'pulse'")]
    [InlineData(2, "record foo:bar x.wav", "no source or sink is registered for 'foo'")]
    [InlineData(2, "record tone:abc x.wav", "not a number")]
    [InlineData(2, "record tone:99999 x.wav", "24000")]
    [InlineData(2, "record tone:440?loudness=3 x.wav", "no option 'loudness'")]
    [InlineData(2, "record null: x.wav", "cannot be used as a source")]
    [InlineData(2, "record tone:440 x.wav --rate 99999999", "outside 1000…768000 Hz")]
    [InlineData(2, "record tone:440 x.wav --rate 0", "outside 1000…768000 Hz")]
    [InlineData(2, "record tone:440 x.wav --rate -1", "whole number")]
    [InlineData(2, "record tone:440 x.wav --rate 44.1k", "not a whole number")]
    [InlineData(2, "record tone:440 x.wav --channels 65", "outside 1…64")]
    [InlineData(2, "record tone:440 x.wav --sample s17", "Use s16, s24, s32 or f32")]
    [InlineData(2, "record tone:440 x.wav --duration 5x", "not a duration")]
    [InlineData(2, "record tone:440 x.wav --duration 0s", "must be positive")]
    [InlineData(2, "record -?format=s17le,48000,2 x.wav", "s17le")]
    [InlineData(2, "record -?format=s16le,48000 x.wav", "three parts")]
    [InlineData(2, "record -?format=s16le,1,1 x.wav", "outside 1000…768000 Hz")]
    [InlineData(2, "record tone:440 x.xyz", ".xyz")]
    [InlineData(3, "record nosuch.wav x.wav", "nosuch.wav")]
    [InlineData(3, "record tone:440 nowhere/x.wav", "directory does not exist")]
    [InlineData(1, "record exec:false x.wav", "exit code 1")]
    [InlineData(2, "stream tone:440", "--to")]
    [InlineData(2, "record tone:440 x.wav --until-exit", "is not an application")]
    [InlineData(2, "monitor", "ADDRESS is missing")]
    [InlineData(2, "volume tone:440 50%", "names neither an application nor a device")]
    [InlineData(2, "completion tcsh", "tcsh")]
    public void A_wrong_command_line_is_one_line_on_standard_error(int exitCode, string line, string reason)
    {
        var result = CliProcess.Run(_folder.Path, line.Split(' ')).MustFailWith(exitCode);

        Assert.Contains(reason, result, StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("this is no sound at all", "not a supported sound file")]
    [InlineData("RIFF\u0024\0\0\0WAVEfmt ", "not a supported sound file")]
    public void A_file_that_is_empty_truncated_or_no_sound_is_distinguished_from_a_missing_one(string content, string reason)
    {
        File.WriteAllText(_folder.File("bad.wav"), content);
        var line = CliProcess.Run(_folder.Path, "record", "bad.wav", "x.wav").MustFailWith(1);

        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.Equal(["bad.wav"], _folder.Files);
    }

    [Fact]
    public void A_file_name_with_a_slip_is_recognised()
    {
        File.WriteAllText(_folder.File("song.wav"), "x");
        Assert.Contains("did you mean 'song.wav'",
            CliProcess.Run(_folder.Path, "record", "sogn.wav", "x.wav").MustFailWith(3), StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_reports_what_it_replaces_and_a_mix_replaces_nothing_unasked()
    {
        foreach (var file in new[] { "a.wav", "b.wav" })
        {
            CliProcess.Run(_folder.Path, "record", "tone:440?seconds=0.1", file, "--offline").MustSucceed();
        }

        var stem = File.ReadAllBytes(_folder.File("b.wav"));
        Assert.Contains("--force", CliProcess.Run(_folder.Path, "mix", "a.wav", "b.wav").MustFailWith(2), StringComparison.Ordinal);
        Assert.Equal(stem, File.ReadAllBytes(_folder.File("b.wav")));
        Assert.Equal("continuo: b.wav exists and will be replaced\n",
            CliProcess.Run(_folder.Path, "record", "tone:440?seconds=0.2", "b.wav", "--offline").MustSucceed().Error);
        Assert.Empty(CliProcess.Run(_folder.Path, "record", "tone:440?seconds=0.2", "b.wav", "--offline", "--force").MustSucceed().Error);
        Assert.Equal(2,
            CliProcess.Run(_folder.Path, "mix", "a.wav", "b.wav", "--out", "m.wav", "--json").MustSucceed()
                .Json.GetProperty("tracks").GetInt32());
    }

    [Fact]
    public void A_directory_is_no_sound_file()
    {
        Directory.CreateDirectory(_folder.File("music.wav"));
        CliProcess.Run(_folder.Path, "record", "music.wav", "x.wav").MustFailWith(2);
        Assert.Equal(["music.wav"], _folder.Files);
    }

    [Fact]
    public void A_full_disk_ends_the_recording_with_its_reason()
    {
        // Everything that is written to this sink's process ends on a full device.
        var line = CliProcess.Run(_folder.Path, "stream", "tone:440", "--to", "exec:cat > /dev/full", "--duration", "1s");
        Assert.Equal(1, line.ExitCode);

        using var disk = SmallDisk.Mount(_folder.File("disk"));
        var full = CliProcess.Run(_folder.Path, "record", "tone:440", "disk/x.wav", "--duration", "60s", "--offline").MustFailWith(1);
        Assert.Contains("full", full, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_audio_server_applications_and_devices_are_an_error_that_says_what_to_start()
    {
        var environment = new Dictionary<string, string?> { ["PULSE_SERVER"] = $"unix:{_folder.File("no-such-socket")}" };
        foreach (var line in new[]
        {
            "record app:mpv x.wav", "record system: x.wav", "record device: x.wav", "monitor app:mpv", "apps", "devices", "volume app:mpv",
        })
        {
            var error = CliProcess.RunWithEnvironment(_folder.Path, environment, line.Split(' ')).MustFailWith(1);
            Assert.Contains("pipewire", error, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void Under_json_an_error_is_an_object_on_standard_output()
    {
        var result = CliProcess.Run(_folder.Path, "record", "nosuch.wav", "x.wav", "--json");
        var error = result.Json.GetProperty("error");

        Assert.Equal((3, ""), (result.ExitCode, result.Error));
        Assert.Equal("NotFound", error.GetProperty("code").GetString());
        Assert.Contains("nosuch.wav", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(error.GetProperty("remedy").GetString()!);
        Assert.Equal("InvalidArgument",
            CliProcess.Run(_folder.Path, "recrod", "--json").Json.GetProperty("error").GetProperty("code").GetString());
    }

    public void Dispose() => _folder.Dispose();
}

using System.Text;
using Continuo.Audio;
using Continuo.Cli.Desk;
using Continuo.Cli.Options;

namespace Continuo.Cli.Tests.Desk;

public sealed class DeskConfigTests
{
    [Fact]
    public void The_example_has_no_mistakes()
    {
        var config = Parse(DeskConfig.Example);

        Assert.Equal(["Anna", "Ben", "Stadium"], config.Channels.Select(c => c.Name));
        Assert.Equal(["Track 1", "Track 2"], config.Groups);
        Assert.Equal(0.5, config.Channels[2].Seat.Volume);
        Assert.Equal("null:", config.Outputs.Single().Value);
    }

    [Fact]
    public void A_channel_may_be_its_address_alone()
    {
        var config = Parse("""{ "channels": { "Guest": "rtp://:5004" } }""");

        Assert.Equal(("Guest", "rtp://:5004", "Guest"), (config.Channels[0].Name, config.Channels[0].Address, config.Channels[0].Group));
        Assert.Empty(config.Outputs);
    }

    [Fact]
    public void All_mistakes_are_listed_with_their_places()
    {
        var e = Assert.Throws<AudioException>(() => Parse("""
            {
              "chanels": {},
              "channels": {
                "one": { "group": "Track 1" },
                "two": { "address": "tone:440", "volume": 250 },
                "three": "nosuch:scheme",
                "four": "null:",
                "five": "mumble://localhost/A?user=anna",
                "six": "mumble://localhost/B",
                "seven": "tone:440?gain=3",
                "a/b": "tone:440"
              },
              "outputs": { "air": "mumble://localhost/B?name=Air", "out": "-", "in": "tone:440" }
            }
            """));

        foreach (var mistake in new[]
        {
            "desk.json:2:14: chanels: there is no such setting; did you mean 'channels'; there are ",
            "desk.json:4:12: channels.one: the address is missing",
            "desk.json:5:47: channels.two.volume: this is a number from 0 to 200",
            "desk.json:6:14: channels.three: ",
            "desk.json:7:13: channels.four: 'null:' is no source",
            "desk.json:8:13: channels.five: ",
            "desk.json:10:14: channels.seven: ",
            "desk.json:11:12: channels.a/b: a name has ",
            "outputs.air: this channel is also an input",
            "outputs.out: standard output has the view",
            "outputs.in: 'tone:' is no sink",
        })
        {
            Assert.Contains(mistake, e.Message, StringComparison.Ordinal);
        }

        Assert.Contains("11 mistakes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recordings_replay_announcements_and_processing_have_settings()
    {
        var config = Parse("""
            {
              "channels": { "a": { "address": "tone:440", "noiseSuppressionDb": 15, "voiceActivity": true } },
              "announcements": { "Jingle": { "address": "tone:880?seconds=1", "talksOver": true, "volume": 50 }, "Bell": "bell.wav" },
              "recordingsDirectory": "takes", "recordingFormat": "wav", "replaySeconds": 20
            }
            """, "/desks/desk.json");

        Assert.Equal((15, true),
            (config.Channels[0].Seat.Processing!.NoiseSuppressionDb, config.Channels[0].Seat.Processing!.DetectsVoice));
        Assert.Equal(("Jingle", true, 0.5),
            (config.Announcements[0].Options.Name, config.Announcements[0].Options.TalksOver, config.Announcements[0].Options.Volume));
        Assert.Equal("file:/desks/bell.wav", config.Announcements[1].Address);
        Assert.Equal(("/desks/takes", "wav", 20), (config.RecordingsDirectory, config.RecordingFormat, config.Replay.TotalSeconds));
    }

    [Theory]
    [InlineData("{ \"channels\": { \"a\": \"tone:440\" }, \"recordingFormat\": \"mp3\" }", "recordingFormat: 'mp3' is no format")]
    [InlineData("{ \"channels\": { \"a\": \"tone:440\" }, \"replaySeconds\": 0.5 }", "replaySeconds: this is 0 or 1 to 300")]
    [InlineData("{ \"channels\": { \"a\": \"tone:440\" }, \"announcements\": { \"x\": {} } }", "announcements.x: the address is missing")]
    [InlineData("{}", "channels: there is no voice channel")]
    [InlineData("[]", "the file holds one JSON object")]
    [InlineData("{", "this is not JSON")]
    public void Nothing_to_mix_is_a_mistake(string json, string mistake) =>
        Assert.Contains(mistake, Assert.Throws<AudioException>(() => Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Relative_paths_begin_at_the_configuration()
    {
        var config = Parse("""{ "volumesFile": "v.json", "channels": { "a": "take.wav?loop" }, "outputs": { "b": "mix.flac" } }""",
            "/desks/desk.json");

        Assert.Equal("/desks/v.json", config.VolumesFile);
        Assert.Equal("file:/desks/take.wav?loop", config.Channels[0].Address);
        Assert.Equal("file:/desks/mix.flac", config.Outputs[0].Value);
    }

    private static DeskConfig Parse(string json, string file = "desk.json") =>
        DeskConfig.Parse(Encoding.UTF8.GetBytes(json), file, Composition.CreateAudioSystem());
}

using System.Net;
using System.Text;
using System.Text.Json;
using Continuo.Audio;
using Continuo.Server.Configuration;
using Continuo.Server.Options;
using Continuo.Streams;

namespace Continuo.Server.Tests.Configuration;

public sealed class ServerConfigTests
{
    [Fact]
    public void Everything_that_can_be_declared_is_read()
    {
        var config = Parse("""
            {
              // Comments are allowed.
              "$schema": "serve.schema.json",
              "listen": ["0.0.0.0:8000", "[::1]"],
              "publicNames": "studio.local",
              "publicAddresses": ["203.0.113.7"],
              "allowedOrigins": ["https://radio.example"],
              "requireToken": true,
              "tokens": { "obs": { "role": "talk", "token": "correct horse" }, "page": { "role": "listen", "sha256": "ea2b9b3b0f5e1f8c4b6c4e9d3a7b5f1c2d3e4f5061728394a5b6c7d8e9f00112" } },
              "tls": { "selfSigned": true },
              "streams": { "mic": "tone:440", "browser": { "address": "tone:660", "waitSeconds": 60, "channels": 1, "chunkMs": 5, "replaySeconds": 30 } },
              "players": { "set": { "files": ["tone:1?seconds=1", "tone:2?seconds=1"], "loop": true, "play": true } },
              "outputs": { "monitor": { "streams": ["mic", "set"], "to": "null:", "gainDb": -3 } },
              "recordings": { "take": { "stream": "browser", "format": "wav", "durationSeconds": 1.5 } },
            }
            """);

        Assert.Equal([new IPEndPoint(IPAddress.Any, 8000), new IPEndPoint(IPAddress.IPv6Loopback, 7480)], config.Options.Listen);
        Assert.Equal(["studio.local"], config.Options.PublicNames);
        Assert.Equal([AccessRole.Talk, AccessRole.Listen], config.Options.Tokens.Select(t => t.Role));
        Assert.True(config.Options.RequireToken);
        Assert.NotNull(config.Options.Tls);
        Assert.Equal("tone:440", config.Streams["mic"].Address);
        var browser = config.Streams["browser"].Options;
        Assert.Equal((1, 240, TimeSpan.FromMinutes(1)), (browser.Channels, browser.ChunkFrames, browser.WaitForAppearance));
        Assert.Equal(TimeSpan.FromSeconds(30), config.Streams["browser"].Replay);
        Assert.Equal(2, config.Players["set"].Files.Count);
        Assert.Equal(["mic", "set"], config.Outputs["monitor"].Streams);
        Assert.Equal(TimeSpan.FromSeconds(1.5), config.Recordings["take"].Duration);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once_each_with_its_line_and_path()
    {
        var e = Assert.Throws<AudioException>(() => Parse("""
            {
              "listen": "here:80",
              "lisen": 1,
              "requireToken": "yes",
              "tokens": { "a": { "role": "boss", "token": "long enough" }, "b": { "role": "talk", "token": "short" }, "c": { "token": "long enough" } },
              "streams": {
                "mic": { "adress": "tone:440" },
                "../etc": "tone:440",
                "x": "nothing:1",
                "y": { "address": "tone:440", "channels": 1.5 }
              },
              "outputs": { "monitor": { "streams": ["mik"], "to": "null:" } },
              "recordings": { "a": { "stream": "y", "format": "../x" } },
              "listen": "127.0.0.1:1"
            }
            """));

        Assert.Equal(AudioErrorCode.InvalidArgument, e.Code);
        foreach (var expected in new[]
        {
            "test.json:2:13: listen: 'here:80' is no IP address",
            "test.json:3:12: lisen: there is no such setting; did you mean 'listen'",
            "test.json:4:19: requireToken: this is true or false",
            "test.json:5:30: tokens.a.role: 'boss' is no role",
            "tokens.b: the token is too short",
            "tokens.c: the role is missing",
            "test.json:7:24: streams.mic.adress: there is no such setting; did you mean 'address'",
            "streams.mic: the address is missing",
            "streams.../etc: a name has",
            "test.json:9:10: streams.x: nothing:1",
            "test.json:10:47: streams.y.channels: this is a whole number",
            "outputs.monitor.streams: no stream 'mik' is declared",
            "recordings.a.format: '../x' is no format",
            "test.json:14:3: listen: it is set twice; first at test.json:2:13",
        })
        {
            Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{ \"listen\": }", "test.json:1:13: this is not JSON")]
    [InlineData("[1]", "test.json:1:1: the file holds one JSON object")]
    [InlineData("{} {}", "test.json:1:4: this is not JSON")]
    [InlineData("", "this is not JSON")]
    public void What_is_not_a_json_object_is_one_mistake_with_its_place(string json, string expected)
    {
        var e = Assert.Throws<AudioException>(() => Parse(json));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_counts_more_than_the_file_and_arguments_count_more_than_both()
    {
        var environment = new Dictionary<string, string>
        {
            ["CONTINUO__LISTEN"] = "127.0.0.1:2,127.0.0.1:3",
            ["CONTINUO__STREAMS__mic"] = "tone:2",
            ["CONTINUO__STREAMS__new__CHANNELS"] = "1",
            ["CONTINUO__REQUIRETOKEN"] = "true",
            ["OTHER__LISTEN"] = "127.0.0.1:9",
        };
        var overrides = ConfigOverride.FromEnvironment(environment)
            .Append(new ConfigOverride(["streams", "mic"], "tone:3", "--stream")).ToList();

        var config = Parse("""{ "listen": "127.0.0.1:1", "streams": { "mic": "tone:1", "new": "tone:4" } }""", [.. overrides]);

        Assert.Equal([2, 3], config.Options.Listen.Select(l => l.Port));
        Assert.True(config.Options.RequireToken);
        Assert.Equal("tone:3", config.Streams["mic"].Address);
        Assert.Equal(("tone:4", 1), (config.Streams["new"].Address, config.Streams["new"].Options.Channels));
    }

    [Fact]
    public void A_mistake_in_the_environment_names_the_variable()
    {
        var e = Assert.Throws<AudioException>(() =>
            Parse("{}", ConfigOverride.FromEnvironment(new Dictionary<string, string> { ["CONTINUO__DEMO"] = "perhaps" }).ToArray()));

        Assert.Contains("environment variable CONTINUO__DEMO: demo: this is true or false", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_has_exactly_the_settings_that_are_read()
    {
        var reader = new ConfigReader(Schemes(), [], ".");
        reader.Read(ConfigParser.Parse("""{ "tokens": { "x": {} }, "tls": {}, "cluster": {}, "names": {}, "streams": { "x": {} }, "players": { "x": {} }, "outputs": { "x": {} }, "recordings": { "x": {} }, "rooms": { "x": {} }, "gateways": { "x": {} } }"""u8, "", []));
        using var schema = JsonDocument.Parse(ServerConfig.Schema);

        var declared = Paths(schema.RootElement, "").Where(p => p != "$schema").Order(StringComparer.Ordinal);

        Assert.Equal(declared, reader.Known);
    }

    [Fact]
    public void Names_and_what_is_done_to_voices_are_read()
    {
        var config = Parse("""
            {
              "names": { "address": "https://a.example/n/{id}", "token": "t", "timeoutSeconds": 5, "lifetimeSeconds": 60 },
              "announcementsDirectory": "/srv/gongs",
              "rooms": { "studio": { "noiseSuppressionDb": 15, "voiceActivity": true, "replaySeconds": 30 } }
            }
            """);

        Assert.Equal(
            new NameLookupOptions
            {
                Address = "https://a.example/n/{id}",
                Token = "t",
                Timeout = TimeSpan.FromSeconds(5),
                Lifetime = TimeSpan.FromMinutes(1),
            },
            config.Options.Names);
        Assert.Equal("/srv/gongs", config.Options.AnnouncementsDirectory);
        Assert.Equal((15, true, 30),
            (config.Rooms["studio"].NoiseSuppressionDb, config.Rooms["studio"].VoiceActivity, config.Rooms["studio"].ReplaySeconds));
        foreach (var address in (string[])["https://a.example/n", "ftp://a.example/{id}", "a/{id}", "https://{id}.example/"])
        {
            Assert.Contains("is no address with {id} in it",
                Assert.Throws<AudioException>(() => Parse($$"""{ "names": { "address": "{{address}}" } }""")).Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{ "room": "studo", "address": "mumble://h/c" }""", "gateways.g.room", "no room 'studo' is declared")]
    [InlineData("""{ "room": "studio" }""", "gateways.g", "the address is missing")]
    [InlineData("""{ "address": "mumble://h/c" }""", "gateways.g", "the room is missing")]
    [InlineData("""{ "room": "studio", "address": "http://h/c" }""", "gateways.g.address", "it is no Mumble server")]
    [InlineData("""{ "room": "studio", "address": "mumble://h:99999/c" }""", "gateways.g.address", "no server is given")]
    [InlineData("""{ "room": "studio", "address": "mumble://h/c?colour=red" }""", "gateways.g.address", "colour")]
    [InlineData("""{ "room": "studio", "address": "mumble://h/c", "maxPuppets": 0 }""", "gateways.g.maxPuppets", "1")]
    public void A_mistake_in_a_gateway_is_named_with_its_place(string gateway, string place, string mistake)
    {
        var e = Assert.Throws<AudioException>(() => Parse($$"""{ "rooms": { "studio": {} }, "gateways": { "g": {{gateway}} } }"""));

        Assert.Contains(place, e.Message, StringComparison.Ordinal);
        Assert.Contains(mistake, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_not_found()
    {
        var e = Assert.Throws<AudioException>(() => ServerConfig.Load("/nonexistent/continuo.json", Schemes()));

        Assert.Equal(AudioErrorCode.NotFound, e.Code);
    }

    [Theory]
    [InlineData("127.0.0.1:80", "127.0.0.1:80")]
    [InlineData("localhost:80", "127.0.0.1:80")]
    [InlineData("0.0.0.0", "0.0.0.0:7480")]
    [InlineData("::1", "[::1]:7480")]
    [InlineData(":8080", "[::]:8080")]
    public void Addresses_to_listen_on_are_written_in_every_usual_way(string text, string expected)
    {
        Assert.True(ListenAddress.TryParse(text, out var endPoint));
        Assert.Equal(expected, endPoint.ToString());
    }

    private static ServerConfig Parse(string json, params ConfigOverride[] overrides) =>
        ServerConfig.Parse(Encoding.UTF8.GetBytes(json), "test.json", Schemes(), overrides);

    private static AudioSystem Schemes() => ServerHost.AddSchemes(new AudioSystem());

    /// <summary>The paths of a schema's properties, with <c>x</c> for names.</summary>
    private static IEnumerable<string> Paths(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            foreach (var inner in choices.EnumerateArray().SelectMany(c => Paths(c, path))) yield return inner;
        }

        if (schema.TryGetProperty("additionalProperties", out var each) && each.ValueKind == JsonValueKind.Object)
        {
            foreach (var inner in Paths(each, $"{path}.x")) yield return inner;
        }

        if (!schema.TryGetProperty("properties", out var properties)) yield break;
        foreach (var property in properties.EnumerateObject())
        {
            var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            yield return name;
            foreach (var inner in Paths(property.Value, name)) yield return inner;
        }
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

[Collection(nameof(Alone))] // changes the working directory
public sealed class SchemeRegistryTests
{
    private static readonly SourceRequest Any = new(null, null, 480, null, SystemClock.Instance);

    private readonly AudioSystem _system = new AudioSystem()
        .AddSource("whip", static (address, _) => new ToneSource(AudioFormat.Default, address.Target.Length),
            new AddressUsage("whip:ROOM", "a room", "level=DBFS"))
        .AddSink("whip", static (_, _) => new NullSink());

    [Theory]
    [InlineData("whip:room1")]
    [InlineData("WHIP:room1")]
    public void A_registered_scheme_is_opened_as_source_and_sink(string address)
    {
        using var stream = AudioStream.Open(address, system: _system);
        using var sink = _system.CreateSink(AudioAddress.Parse(address), new SinkRequest());
        Assert.Equal("nowhere", sink.Description);
        Assert.Equal(AudioFormat.Default, stream.Format);
    }

    [Fact]
    public void An_unregistered_scheme_is_refused_with_what_is_registered_and_the_nearest_of_it()
    {
        var failure = Assert.Throws<AudioException>(() => AudioStream.Open("whpi:room1", system: _system));
        Assert.Equal(AudioErrorCode.InvalidArgument, failure.Code);
        Assert.Contains("did you mean 'whip:'", failure.Happened, StringComparison.Ordinal);
        Assert.Equal(
            "Registered are -, exec:, file:, tone:, sweep:, noise:, silence:, null:, whip:. For a file of that name write file:whpi:room1",
            failure.Remedy);
        Assert.Equal(
            failure.Message,
            Assert.Throws<AudioException>(() => _system.CreateSink(AudioAddress.Parse("whpi:room1"), new SinkRequest())).Message);
    }

    [Fact]
    public void A_scheme_that_opens_the_other_direction_only_is_refused_with_those_that_open_this_one()
    {
        var failure = Assert.Throws<AudioException>(() => _system.CreateSource(AudioAddress.Parse("null:"), Any));
        Assert.Equal(AudioErrorCode.Unsupported, failure.Code);
        Assert.Equal("Use one of -, exec:, noise:, silence:, sweep:, tone:, whip:", failure.Remedy);
    }

    [Fact]
    public void A_file_that_exists_is_a_file_unless_its_scheme_is_registered()
    {
        using var folder = new TemporaryFolder();
        var before = Environment.CurrentDirectory;
        File.WriteAllText(folder["take:1.wav"], "");
        File.WriteAllText(folder["whip:1.wav"], "");
        Assert.Equal(("file", folder["take:1.wav"]), Parsed(folder["take:1.wav"])); // a path
        try
        {
            Environment.CurrentDirectory = folder[""];
            Assert.Equal(("file", "take:1.wav"), Parsed("take:1.wav"));
            Assert.Equal(("whip", "1.wav"), Parsed("whip:1.wav"));
            Assert.Equal(("file", "whip:1.wav"), Parsed("file:whip:1.wav"));
            Assert.Throws<AudioException>(() => Parsed("take:2.wav"));
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("c")]
    [InlineData("3d")]
    [InlineData("a b")]
    [InlineData("a.b")]
    public void A_scheme_that_could_be_a_file_name_is_not_registered(string scheme) =>
        Assert.Throws<ArgumentException>(() => _system.AddSource(scheme, static (_, _) => new ToneSource(AudioFormat.Default, 1)));

    [Fact]
    public void The_registry_says_what_is_registered_and_how_it_is_written()
    {
        var whip = _system.Schemes[^1];
        Assert.Equal(("whip", "whip:", true, true), (whip.Name, whip.Prefix, whip.OpensSources, whip.OpensSinks));
        Assert.Equal("a room", whip.Source?.Meaning);
        Assert.Null(whip.Sink);
        Assert.Contains(_system.Schemes, s => s.Name == "null" && !s.OpensSources && s.OpensSinks);
        Assert.Equal(
            _system.Schemes.Count,
            _system.AddSource("Whip", static (_, _) => new ToneSource(AudioFormat.Default, 1)).Schemes.Count);
    }

    private (string Scheme, string Target) Parsed(string text) => _system.Parse(text) is var a ? (a.Scheme, a.Target) : default;
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Mumble.Addresses;
using Continuo.Mumble.Speakers;
using Continuo.Streams;

namespace Continuo.Mumble.Tests.Addresses;

public class MumbleAddressTests
{
    [Fact]
    public void The_parts_of_an_address_are_found()
    {
        var options = Parse("mumble://anna:se%3Acret@voice.example.org:1234/Studio%20One/Booth%2F2?token=a,b&udp=no&insecure");
        Assert.Equal(("anna", "se:cret", "voice.example.org", 1234), (options.Name, options.Password, options.Host, options.Port));
        Assert.Equal(["Studio One", "Booth/2"], options.Channel);
        Assert.Equal(["a", "b"], options.Tokens);
        Assert.Equal((false, true), (options.UsesUdp, options.IsInsecure));
    }

    [Fact]
    public void What_is_left_out_has_defaults_and_options_take_precedence()
    {
        var options = Parse("mumble://anna@[::1]?name=ben&password=x");
        Assert.Equal(("ben", "x", "::1", 64738), (options.Name, options.Password, options.Host, options.Port));
        Assert.Equal(("[::1]:64738", true, false), (options.Server, options.UsesUdp, options.IsInsecure));
        Assert.Empty(options.Channel);
        Assert.Equal("Continuo", Parse("mumble://host").Name);
    }

    [Fact]
    public void No_description_shows_the_password()
    {
        var options = Parse("mumble://anna:secret@host/Studio?token=hidden");
        Assert.Equal("mumble://host:64738/Studio", options.ToString());
    }

    [Theory]
    [InlineData("mumble:")]
    [InlineData("mumble:///channel")]
    [InlineData("mumble://host?name=")]
    [InlineData("mumble://host?name=a%07b")]
    [InlineData("mumble://host?identity=../../x")]
    public void What_cannot_be_is_refused(string address) =>
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => Parse(address)).Code);

    [Theory]
    [InlineData("mumble://host?nmae=x")]
    [InlineData("mumble://host?preset=high")]
    public void Unknown_options_of_a_source_are_refused(string address) =>
        Assert.Throws<AudioException>(() => new AudioSystem().UseMumble().CreateSource(AudioAddress.Parse(address), new()));

    [Theory]
    [InlineData(0, 64_000)]
    [InlineData(558_000, 64_000)]
    [InlineData(72_000, 50_400)]
    [InlineData(8_000, 6_000)]
    public void The_bit_rate_stays_within_what_the_server_forwards(int bandwidth, int expected) =>
        Assert.Equal(expected, TalkEncoder.BitRateWithin(bandwidth, 64_000));

    private static MumbleOptions Parse(string text) => MumbleAddress.Parse(AudioAddress.Parse(text), MonotonicClock.System);
}

using Continuo.Audio;
using FsCheck.Fluent;

namespace Continuo.Tests.Audio;

public class AudioAddressTests
{
    [Theory]
    [InlineData("app:firefox", "app", "firefox")]
    [InlineData("APP:1234", "app", "1234")]
    [InlineData("system:", "system", "")]
    [InlineData("device:", "device", "")]
    [InlineData("device:alsa_input.usb-0:1", "device", "alsa_input.usb-0:1")]
    [InlineData("song.wav", "file", "song.wav")]
    [InlineData("file:take.flac", "file", "take.flac")]
    [InlineData("/a/b: c.wav", "file", "/a/b: c.wav")]
    [InlineData("C:\\music\\a.wav", "file", "C:\\music\\a.wav")]
    [InlineData("what?is.wav", "file", "what?is.wav")]
    [InlineData("-", "-", "")]
    [InlineData("tone:440", "tone", "440")]
    [InlineData("rtp://239.0.0.1:5004", "rtp", "//239.0.0.1:5004")]
    [InlineData("whip:room1", "whip", "room1")]
    [InlineData("Web+Radio:one", "web+radio", "one")]
    [InlineData("d:/music/a.wav", "file", "d:/music/a.wav")]
    [InlineData("my song: two.wav", "file", "my song: two.wav")]
    [InlineData("exec:curl 'http://x/?a=b'", "exec", "curl 'http://x/?a=b'")]
    public void Scheme_and_target_are_told_apart(string text, string scheme, string target)
    {
        var address = AudioAddress.Parse(text);
        Assert.Equal((scheme, target), (address.Scheme, address.Target));
        Assert.Empty(address.OptionNames);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("-?format=s16le,44100,1", "", "s16le,44100,1")]
    [InlineData("exec:ffmpeg -i 'a?b' -?format=f32,8000,1", "ffmpeg -i 'a?b' -", "f32,8000,1")]
    [InlineData("song.wav?format=x&loop", "song.wav", "x")]
    [InlineData("tone:1?format=a%26b%3D", "1", "a&b=")]
    public void Options_follow_the_question_mark(string text, string target, string format)
    {
        var address = AudioAddress.Parse(text);
        Assert.Equal((target, format), (address.Target, address.Option("FORMAT")));
    }

    [Fact]
    public void A_file_that_exists_is_named_as_it_is_even_if_it_looks_like_options_or_a_scheme()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.wav?loop"], "");
        Assert.Equal(folder["a.wav?loop"], AudioAddress.Parse(folder["a.wav?loop"]).Target);
        Assert.True(AudioAddress.Parse(folder["b.wav?loop"]).Flag("loop"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("file:")]
    [InlineData("tone:1?level=1&level=2")]
    public void What_cannot_be_understood_is_refused_with_a_remedy(string text)
    {
        var failure = Assert.Throws<AudioException>(() => AudioAddress.Parse(text));
        Assert.Equal(AudioErrorCode.InvalidArgument, failure.Code);
        Assert.NotEmpty(failure.Remedy);
    }

    [Theory]
    [InlineData("10:30:00.wav", "10:30:00.wav")]
    [InlineData("2nd:take.wav", "2nd:take.wav")]
    [InlineData("file:app:x.wav", "app:x.wav")]
    [InlineData("./app:x.wav", "./app:x.wav")]
    [InlineData("file:10:30?.wav", "10:30?.wav")]
    public void Names_with_colons_are_files_where_they_name_no_kind_of_source(string text, string path)
    {
        var address = AudioAddress.Parse(text);
        Assert.Equal(("file", path), (address.Scheme, address.Target));
    }

    [Theory]
    [InlineData("app:What%3F", "What?")]
    [InlineData("app:What%3f?exclude=1", "What?")]
    [InlineData("app:100%25", "100%")]
    [InlineData("device:50%", "50%")]
    public void A_question_mark_in_the_name_of_an_application_is_escaped(string text, string name) =>
        Assert.Equal(name, AudioAddress.Parse(text).Target);

    [Fact]
    public void Numbers_and_flags_are_read_and_checked()
    {
        var address = AudioAddress.Parse("tone:4.5?a=-2.5&b&c=no&d=x&e=1e999");
        Assert.Equal(4.5, address.TargetNumber("frequency", 1, 0, 10));
        Assert.Equal(-2.5, address.Number("a", 0, -3, 3));
        Assert.Equal(7, address.Number("missing", 7, 0, 1));
        Assert.True(address.Flag("b"));
        Assert.False(address.Flag("c") || address.Flag("missing"));
        Assert.Throws<AudioException>(() => address.Number("a", 0, 0, 1));
        Assert.Throws<AudioException>(() => address.Number("d", 0, 0, 1));
        Assert.Throws<AudioException>(() => address.Number("e", 0, 0, 1));
        Assert.Throws<AudioException>(() => address.AllowOptions("a", "b", "c", "d"));
        address.AllowOptions("a", "b", "c", "d", "e");
    }

    [Fact]
    public void Any_text_is_either_understood_or_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            if (text is null) return true;
            try
            {
                return AudioAddress.Parse(text).Text == text;
            }
            catch (AudioException)
            {
                return true;
            }
        }).Holds();

    [Theory]
    [InlineData("whep:http://h:7480/whep/x?bearer=abc", "whep:http://h:7480/whep/x?bearer=***")]
    [InlineData("whip:https://abc@h/whip/x?red=1&Token=abc&ptime=10", "whip:https://***@h/whip/x?red=1&Token=***&ptime=10")]
    [InlineData("mumble://anna:pa:ss@h:64738/Studio?user=bob&password=x", "mumble://anna:***@h:64738/Studio?user=bob&password=***")]
    [InlineData("rtp://127.0.0.1:5004?codec=L16", "rtp://127.0.0.1:5004?codec=L16")]
    [InlineData("app:firefox?token=1", "app:firefox?token=1")]
    [InlineData("GET /api/streams/x", "GET /api/streams/x")]
    public void Tokens_and_passwords_are_hidden_where_an_address_is_shown(string address, string shown)
    {
        Assert.Equal(shown, AudioAddress.HideSecrets(address));
        Assert.Equal(shown, new AudioException(AudioErrorCode.NotFound, address, "it is not there", "Look elsewhere").Asked);
    }
}

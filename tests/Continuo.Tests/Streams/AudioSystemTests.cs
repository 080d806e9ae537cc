using Continuo.Audio;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

public sealed class AudioSystemTests
{
    private static readonly SourceRequest Request = new StreamOptions().ToSourceRequest();

    [Fact]
    public void Files_of_an_extension_are_opened_by_the_one_who_asked_for_them()
    {
        var (special, other) = (new CountingSource(1), new CountingSource(2));
        var system = new AudioSystem()
            .AddFileSource(".sdp", (_, _) => special)
            .AddSource("file", (_, _) => other)
            .AddSource("ipc", (_, _) => other);
        Assert.Same(special, system.CreateSource(AudioAddress.Parse("live.sdp"), Request));
        Assert.Same(special, system.CreateSource(AudioAddress.Parse("file:LIVE.SDP"), Request));
        Assert.Same(other, system.CreateSource(AudioAddress.Parse("file:live.wav"), Request));
        Assert.Same(other, system.CreateSource(AudioAddress.Parse("ipc:live.sdp"), Request));
    }

    [Fact]
    public void A_later_registration_replaces_an_earlier_one()
    {
        var (first, second) = (new CountingSource(1), new CountingSource(2));
        var (sink, next) = (new MemorySink(), new MemorySink());
        var system = new AudioSystem()
            .AddSource("room", (_, _) => first)
            .AddSource("room", (_, _) => second)
            .AddSink("room", (_, _) => sink)
            .AddSink("room", (_, _) => next);
        Assert.Same(second, system.CreateSource(AudioAddress.Parse("room:"), Request));
        Assert.Same(next, system.CreateSink(AudioAddress.Parse("room:"), default!));
    }

    [Fact]
    public void Every_source_is_wrapped_in_the_order_of_the_wraps_and_gets_the_channels_that_were_asked_for()
    {
        var order = new List<string>();
        var source = new CountingSource();
        var system = new AudioSystem().AddSource("room", (_, _) => source)
            .WrapSources((wrapped, _) => Note("first", wrapped)).WrapSources((wrapped, _) => Note("second", wrapped));
        Assert.Same(source, system.CreateSource(AudioAddress.Parse("room:"), Request));
        Assert.Equal(["first", "second"], order);
        using var mapped = system.CreateSource(AudioAddress.Parse("room:"), Request with { Channels = 1 });
        mapped.Open();
        Assert.Equal(1, mapped.Format.Channels);

        IAudioSource Note(string name, IAudioSource wrapped)
        {
            order.Add(name);
            return wrapped;
        }
    }

    [Fact]
    public void An_address_that_nothing_opens_is_refused_with_what_can_be_opened()
    {
        var system = new AudioSystem().AddSource("mumble", (_, _) => new CountingSource()).AddSink("room", (_, _) => new MemorySink());
        var source = Assert.Throws<AudioException>(() => system.CreateSource(AudioAddress.Parse("room:"), Request));
        var sink = Assert.Throws<AudioException>(() => system.CreateSink(AudioAddress.Parse("mumble:"), default!));
        Assert.Equal((AudioErrorCode.Unsupported, AudioErrorCode.Unsupported), (source.Code, sink.Code));
        Assert.Contains("mumble", source.Message, StringComparison.Ordinal);
        Assert.Contains("null:, room:", sink.Message, StringComparison.Ordinal);
    }
}

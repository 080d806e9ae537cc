using Continuo.Audio;
using Continuo.Streams;

namespace Continuo.Server.Demo;

/// <summary>Registers <c>demo:NAME</c>: generated stems and voices.</summary>
internal static class DemoAddress
{
    public static AudioSystem UseDemo(this AudioSystem system) => system.AddSource(
        "demo",
        static (address, _) =>
        {
            address.AllowOptions("loop");
            var clip = DemoClips.Find(address.Target)
                ?? throw new AudioException(AudioErrorCode.NotFound, address.Text, "there is no such piece",
                    $"Use one of {string.Join(", ", DemoClips.Names)}");
            return new ClipSource(address.Target, clip, address.Flag("loop"));
        },
        new("demo:drums, demo:voice-1", "a generated stem or voice", "loop"));
}

using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Devices.Backends;

namespace Continuo.Hosting.Checks;

/// <summary>Whether the audio server answers.</summary>
internal static class AudioServerCheck
{
    public static MachineCheck Run(Func<IAudioServer> connect)
    {
        const string Id = "audio-server";
        const string Title = "audio server";
        var time = Stopwatch.StartNew();
        try
        {
            using var server = connect();
            return new MachineCheck(Id, Title, CheckState.Ok,
                string.Create(CultureInfo.InvariantCulture, $"{server.Name}, answered in {time.ElapsedMilliseconds} ms"));
        }
        catch (AudioException e)
        {
            return new MachineCheck(Id, Title, CheckState.Warning, $"{e.Happened}; applications and devices cannot be captured or played",
                Advice: e.Remedy);
        }
    }
}

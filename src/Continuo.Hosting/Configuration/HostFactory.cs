using System.Diagnostics.Metrics;
using Continuo.Recording;
using Continuo.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Continuo.Hosting.Configuration;

/// <summary>Creates the services from the declarations.</summary>
internal static class HostFactory
{
    public static AudioSystem CreateAudioSystem(IServiceProvider services)
    {
        var system = new AudioSystem().UseAll();
        foreach (var setup in services.GetServices<AudioSetup>()) setup.Configure(system);
        return system;
    }

    /// <summary>
    /// Opens the declared streams, so that services created before the program starts find them; capture begins when the program starts.
    /// </summary>
    public static AudioHost CreateHost(IServiceProvider services)
    {
        var declared = services.GetRequiredService<IOptions<ContinuoOptions>>().Value;
        ILogger logger = services.GetService<ILogger<AudioHost>>() ?? NullLogger<AudioHost>.Instance;
        var options = new AudioHostOptions { Logger = logger, Time = services.GetService<TimeProvider>() ?? TimeProvider.System };
        var host = new AudioHost(services.GetRequiredService<AudioSystem>(), options, services.GetService<IMeterFactory>());
        try
        {
            foreach (var (name, stream) in declared.Streams) host.OpenStream(name, stream.Address, stream.Options);
            foreach (var (name, recording) in declared.Recordings)
            {
                var format = host.GetStream(recording.Stream).Format;
                host.StartRecording(name, recording.Stream, recording.To,
                    new RecorderOptions { Name = name, Frames = recording.Duration is { } duration ? format.ToFrames(duration) : null });
            }

            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}

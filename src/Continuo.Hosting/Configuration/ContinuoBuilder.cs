using Continuo.Audio;
using Continuo.Streams;
using Microsoft.Extensions.DependencyInjection;

namespace Continuo.Hosting.Configuration;

/// <summary>
/// Declares streams and recordings of the program's <see cref="AudioHost"/> in code, in addition to the configuration. Created by
/// <see cref="ServiceCollectionExtensions.AddContinuo"/>. Not thread-safe.
/// </summary>
public sealed class ContinuoBuilder
{
    internal ContinuoBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the program.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Registers additional schemes or replaces existing ones. Continuo's own schemes are already registered.</summary>
    public ContinuoBuilder ConfigureAudio(Action<AudioSystem> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.AddSingleton(new AudioSetup(configure));
        return this;
    }

    /// <summary>Declares a stream, opened with the host. Services get it as <c>[FromKeyedServices(name)] AudioStream</c>.</summary>
    /// <param name="name">Its name in the host.</param>
    /// <param name="address">See <see cref="AudioAddress"/>.</param>
    /// <param name="options">How to capture; <see langword="null"/>: the defaults.</param>
    public ContinuoBuilder AddStream(string name, string address, StreamOptions? options = null)
    {
        Services.Configure<ContinuoOptions>(o => o.Streams[name] = new StreamDeclaration
        {
            Address = address,
            Options = options ?? new StreamOptions()
        });
        return this;
    }

    /// <summary>Declares a recording of a declared stream, from its first frame.</summary>
    /// <param name="name">Its name in the host.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="to">Address of the destination: a file, a pipe, the network.</param>
    /// <param name="duration">Maximum duration; <see langword="null"/>: until the stream ends.</param>
    public ContinuoBuilder AddRecording(string name, string stream, string to, TimeSpan? duration = null)
    {
        Services.Configure<ContinuoOptions>(o => o.Recordings[name] = new RecordingDeclaration
        {
            Stream = stream,
            To = to,
            Duration = duration
        });
        return this;
    }
}

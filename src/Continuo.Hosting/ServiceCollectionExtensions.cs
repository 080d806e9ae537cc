using Continuo.Hosting.Configuration;
using Continuo.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Continuo.Hosting;

/// <summary>Adds Continuo to a program that is built with Microsoft.Extensions.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds an <see cref="AudioHost"/>, started and stopped with the program, with the streams and recordings of the configuration section
    /// <c>Continuo</c> and of the builder.
    /// <code>
    /// builder.Services.AddContinuo().AddStream("microphone", "device:");
    /// builder.Services.AddHealthChecks().AddContinuo();
    /// </code>
    /// </summary>
    /// <remarks>
    /// Also adds the <see cref="AudioSystem"/>, and each declared stream as a keyed service. Declared streams are opened when the host is
    /// first requested, at the latest when the program starts, and captured from the start on: one that cannot be opened ends the start
    /// with an <see cref="Audio.AudioException"/>, wrong declarations with an <see cref="OptionsValidationException"/> that lists all of
    /// them.
    /// </remarks>
    public static ContinuoBuilder AddContinuo(this IServiceCollection services, Action<ContinuoOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<ContinuoOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<ContinuoOptions>, ConfigurationReader>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ContinuoOptions>, OptionsValidation>());
        if (configure is not null) services.Configure(configure);
        services.TryAddSingleton(HostFactory.CreateAudioSystem);
        services.TryAddSingleton(HostFactory.CreateHost);
        services.TryAddKeyedSingleton(KeyedService.AnyKey,
            static (provider, key) => provider.GetRequiredService<AudioHost>().GetStream((string)key!));
        services.AddHostedService<HostService>();
        return new ContinuoBuilder(services);
    }
}

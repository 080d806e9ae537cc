using Continuo.Streams;

namespace Continuo.Hosting.Configuration;

/// <summary>The action passed to <see cref="ContinuoBuilder.ConfigureAudio"/>.</summary>
internal sealed record AudioSetup(Action<AudioSystem> Configure);

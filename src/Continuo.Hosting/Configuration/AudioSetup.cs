using Continuo.Streams;

namespace Continuo.Hosting.Configuration;

/// <summary>What <see cref="ContinuoBuilder.ConfigureAudio"/> was given.</summary>
internal sealed record AudioSetup(Action<AudioSystem> Configure);

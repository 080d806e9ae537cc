using System.Runtime.Versioning;
using Continuo.Audio;
using NAudio.CoreAudioApi;

namespace Continuo.Devices.Wasapi;

/// <summary>What a <see cref="WasapiSource"/> captures.</summary>
[SupportedOSPlatform("windows")]
internal interface ICaptureTarget : IDisposable
{
    /// <summary>Name of what was opened last.</summary>
    string Description { get; }

    /// <summary>Whether it is a loopback, which delivers nothing while nothing plays.</summary>
    bool IsLoopback { get; }

    /// <summary>Whether what was opened is no longer what the address means: another default device, an application that exited.</summary>
    bool HasMoved { get; }

    /// <summary>Opens and initializes a client with event wake-up.</summary>
    /// <param name="format">The format to deliver; <see langword="null"/>: the target's own, completed by the request.</param>
    /// <param name="actual">The format that is delivered.</param>
    /// <exception cref="AudioException">It does not exist, or cannot be captured.</exception>
    AudioClient Open(AudioFormat? format, out AudioFormat actual);
}

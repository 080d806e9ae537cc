using Continuo.Audio;
using Continuo.Devices.Backends;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Devices.Tests.Backends;

/// <summary>
/// The smallest backend: one device, which plays into memory and records a tone, and one application. It uses public contracts alone, as a
/// backend of a user's own would.
/// </summary>
internal sealed class LoopBackend : IAudioBackend
{
    /// <summary>What was played, the newest output's.</summary>
    public MemorySink Played { get; private set; } = new();

    public string Name => "loop";

    public string Description => "one device in memory";

    public IAudioServer Connect() => new Server();

    public IAudioSource CreateCapture(AudioAddress address, SourceRequest request) => address.Target is "" or "loop"
        ? new ToneSource(request.Complete(AudioFormat.Default), 440)
        : throw new AudioException(AudioErrorCode.NotFound, address.Text, "there is no such input", "There is: device:loop");

    public IAudioSource CreateApplicationCapture(AudioAddress address, SourceRequest request) => address.Target == "player"
        ? new ToneSource(request.Complete(AudioFormat.Default), 880)
        : throw new AudioException(AudioErrorCode.NotFound, address.Text, "it plays nothing", "There is: app:player");

    public IAudioSource CreateSystemCapture(AudioAddress address, SourceRequest request) =>
        throw new AudioException(AudioErrorCode.Unsupported, address.Text, "this backend cannot capture everything", "Capture device:loop");

    public IOutputDevice CreateOutput(AudioAddress address, TimeSpan? latency, SinkRequest request) =>
        new PacedSink(Played = new MemorySink(), latency ?? TimeSpan.FromMilliseconds(20), request.Clock);

    private sealed class Server : IAudioServer
    {
        public string Name => "Loop 1.0";

        public IReadOnlyList<AudioDevice> ListDevices() =>
        [
            new("loop", "Loop", AudioDeviceKind.Output, AudioFormat.Default, IsDefault: true),
            new("loop", "Loop", AudioDeviceKind.Input, AudioFormat.Default, IsDefault: true),
        ];

        public IReadOnlyList<AudioApplication> ListApplications() =>
            [new("player", 0, null, [new AudioSession(1, "a tone", null, IsMuted: false, IsPaused: false, "loop", AudioFormat.Default)])];

        public IAudioWatcher Watch() => throw Unsupported();

        public AudioApplication WaitForApplication(string application, TimeSpan timeout, CancellationToken cancellation = default) =>
            throw Unsupported();

        public int SetVolume(string application, double volume) => throw Unsupported();

        public int SetMuted(string application, bool muted) => throw Unsupported();

        public void Dispose()
        {
        }

        private static AudioException Unsupported() =>
            new(AudioErrorCode.Unsupported, "Loop 1.0", "nothing changes here", "Use another backend");
    }

    /// <summary>Keeps what is written.</summary>
    internal sealed class MemorySink : IAudioSink
    {
        private AudioFormat _format = AudioFormat.Default;

        public List<float> Samples { get; } = [];

        public string Description => "memory";

        public long FramesWritten => Samples.Count / _format.Channels;

        public void Open(AudioFormat format) => _format = format;

        public void Write(ReadOnlySpan<float> samples) => Samples.AddRange(samples);

        public void Finish()
        {
        }

        public void Dispose()
        {
        }
    }
}

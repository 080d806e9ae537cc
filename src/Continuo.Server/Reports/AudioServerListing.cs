using Continuo.Audio;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Requests;
using Continuo.Devices.Backends;
using Continuo.Hosting;
using Continuo.Server.Options;

namespace Continuo.Server.Reports;

/// <summary>
/// The applications and devices of the machine. The audio server may take seconds to answer or be gone: it is asked on a thread of the
/// pool, by one request at a time, and an answer is used for a second. Thread-safe.
/// </summary>
internal sealed class AudioServerListing(ServerOptions options, AudioHost host, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1);
    private IAudioServer? _server;
    private long _askedAt = long.MinValue;
    private (IReadOnlyList<AudioApplication> Applications, IReadOnlyList<AudioDevice> Devices, AudioException? Failure) _answer;

    /// <summary>Why nothing can be listed; <see langword="null"/> if it can.</summary>
    public async Task<string?> WhyNotAsync(CancellationToken cancellation) =>
        (await AskAsync(cancellation).ConfigureAwait(false)).Failure is { } failure ? $"{failure.Happened}. {failure.Remedy}." : null;

    /// <summary>A connection of one's own.</summary>
    /// <exception cref="AudioException">The audio server does not answer, or there is no backend.</exception>
    public static IAudioServer Connect(ServerOptions options) => (options.Backend ?? throw new AudioException(AudioErrorCode.Unsupported,
        "applications and devices", "this server was started without an audio backend", "Give it one in its options")).Connect();

    /// <summary>The applications that are connected to the audio server.</summary>
    /// <exception cref="AudioException">The audio server does not answer.</exception>
    public async Task<IReadOnlyList<ApplicationStatus>> ApplicationsAsync(CancellationToken cancellation)
    {
        var answer = await AskAsync(cancellation).ConfigureAwait(false);
        if (answer.Failure is { } failure) throw failure;
        var streams = host.Snapshot().Streams;
        return [.. answer.Applications.Select(a => new ApplicationStatus(
            a.Address,
            a.Name,
            a.ProcessId,
            a.Sessions.All(s => s.IsPaused) ? ApplicationState.Paused : ApplicationState.Playing,
            a.Sessions.Max(s => s.Volume) is { } volume ? Math.Round(100 * volume, 1) : null,
            a.Sessions.All(s => s.IsMuted),
            streams.FirstOrDefault(s => Captures(s.Address, a))?.Name))];
    }

    /// <summary>The devices of the machine.</summary>
    /// <exception cref="AudioException">The audio server does not answer.</exception>
    public async Task<IReadOnlyList<DeviceStatus>> DevicesAsync(CancellationToken cancellation)
    {
        var answer = await AskAsync(cancellation).ConfigureAwait(false);
        if (answer.Failure is { } failure) throw failure;
        var streams = host.Snapshot().Streams;
        return [.. answer.Devices.Select(d =>
            new DeviceStatus(d.Address, d.Description, Enum.Parse<DeviceKind>(d.Kind.ToString()), d.IsDefault,
                streams.FirstOrDefault(s => s.Address == d.Address)?.Name))];
    }

    /// <summary>Changes the volume of an application.</summary>
    /// <exception cref="AudioException">It has no open stream, or a value is out of range.</exception>
    public async Task ChangeAsync(string application, ChangeApplicationRequest change, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _askedAt = long.MinValue;
            await Task.Run(
                () =>
                {
                    var server = Connect();
                    if (change.VolumePercent is { } percent) server.SetVolume(application, percent / 100);
                    if (change.Muted is { } muted) server.SetMuted(application, muted);
                },
                cancellation).WaitAsync(Timeout, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw TimedOut(e);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _server?.Dispose();
        _gate.Dispose();
    }

    private static bool Captures(string address, AudioApplication application)
    {
        if (!address.StartsWith("app:", StringComparison.OrdinalIgnoreCase)) return false;
        var target = address[4..].Split('?')[0];
        return address == application.Address || string.Equals(target, application.Name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(target, application.Binary, StringComparison.OrdinalIgnoreCase);
    }

    private static AudioException TimedOut(Exception inner) =>
        new(AudioErrorCode.TimedOut, "the audio server", "it does not answer", "Restart it, or look at its log", inner);

    private async Task<(
        IReadOnlyList<AudioApplication> Applications,
        IReadOnlyList<AudioDevice> Devices,
        AudioException? Failure)> AskAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_askedAt != long.MinValue && time.GetElapsedTime(_askedAt) < Fresh) return _answer;
            try
            {
                _answer = await Task.Run(Ask, cancellation).WaitAsync(Timeout, cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException e)
            {
                _answer = ([], [], TimedOut(e));
            }

            _askedAt = time.GetTimestamp();
            return _answer;
        }
        finally
        {
            _gate.Release();
        }
    }

    private (IReadOnlyList<AudioApplication> Applications, IReadOnlyList<AudioDevice> Devices, AudioException? Failure) Ask()
    {
        try
        {
            var server = Connect();
            return (server.ListApplications(), server.ListDevices(), null);
        }
        catch (AudioException e)
        {
            Interlocked.Exchange(ref _server, null)?.Dispose();
            return ([], [], e);
        }
    }

    private IAudioServer Connect() => _server ??= Connect(options);
}

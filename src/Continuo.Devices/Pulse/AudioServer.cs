using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Devices.Backends;
using Continuo.Devices.Pulse.Interop;

namespace Continuo.Devices.Pulse;

/// <summary>
/// Client of the user's audio server, PulseAudio or PipeWire: lists applications and devices, sets volume and mute. All members may block
/// for milliseconds, or for seconds if the server hangs; do not call them on audio or UI threads. Thread-safe; calls are serialised.
/// </summary>
internal sealed unsafe class AudioServer : IAudioServer
{
    /// <summary>Maximum volume: 1.5 on the server's scale, about +11 dB.</summary>
    public const double MaxVolume = 1.5;

    private const string Asked = "audio server";

    private readonly Lock _calls = new();
    private readonly PulseConnection _connection;
    private readonly string? _server;

    private AudioServer(string? server)
    {
        _server = server;
        _connection = new PulseConnection(server, "Continuo control");
        _connection.Connect(Asked);
        Name = PulseNames.Of(PulseQueries.Server(_connection, Asked));
    }

    /// <summary>Name and version, e.g. <c>PulseAudio 16.1</c> or <c>PipeWire 0.3.65</c>.</summary>
    public string Name { get; }

    /// <summary>Connects to a running server. Does not start one.</summary>
    /// <param name="server">Server address in PulseAudio notation; <see langword="null"/>: <c>PULSE_SERVER</c>, or the user's default
    /// server.</param>
    /// <exception cref="AudioException">No server is running (<see cref="AudioErrorCode.ServerUnavailable"/>), or libpulse is not installed
    /// (<see cref="AudioErrorCode.LibraryMissing"/>).</exception>
    public static AudioServer Connect(string? server = null) => new(server);

    /// <summary>Lists the applications with open streams, sorted by name.</summary>
    /// <exception cref="AudioException">The connection to the server was lost.</exception>
    public IReadOnlyList<AudioApplication> ListApplications() => Call(() => PulseListing.Applications(_connection, Asked));

    /// <summary>Lists all outputs, inputs and monitors.</summary>
    /// <exception cref="AudioException">The connection to the server was lost.</exception>
    public IReadOnlyList<AudioDevice> ListDevices() => Call(() => PulseListing.Devices(_connection, Asked));

    /// <summary>Sets the volume of all open streams of an application.</summary>
    /// <param name="application">Name or process id of the application. Includes its child processes.</param>
    /// <param name="volume">Volume 0…<see cref="MaxVolume"/>; 1 is 100 %.</param>
    /// <returns>Number of streams changed.</returns>
    /// <exception cref="AudioException">The application has no open stream, the volume is out of range, or the connection to the server
    /// was lost.</exception>
    public int SetVolume(string application, double volume)
    {
        if (double.IsNaN(volume) || volume is < 0 or > MaxVolume)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"volume {volume}"),
                string.Create(CultureInfo.InvariantCulture, $"outside 0…{MaxVolume}"),
                "1 is unchanged, 0.5 is the middle of the volume scale");
        }

        return ForEach(application, input =>
        {
            var level = new ChannelVolume { Channels = input.VolumeChannels };
            for (var i = 0; i < Math.Min((int)level.Channels, LibPulse.MaxChannels); i++)
            {
                level.Values[i] = (uint)Math.Round(volume * LibPulse.VolumeNorm);
            }

            return LibPulse.SetSinkInputVolume(_connection.Context, input.Index, &level, null, 0);
        });
    }

    /// <summary>Mutes or unmutes all open streams of an application.</summary>
    /// <param name="application">Name or process id of the application. Includes its child processes.</param>
    /// <param name="muted"><see langword="true"/> to mute, <see langword="false"/> to unmute.</param>
    /// <returns>Number of streams changed.</returns>
    /// <exception cref="AudioException">The application has no open stream, or the connection to the server was lost.</exception>
    public int SetMuted(string application, bool muted) =>
        ForEach(application, input => LibPulse.SetSinkInputMute(_connection.Context, input.Index, muted ? 1 : 0, null, 0));

    /// <summary>Waits until an application has an open stream. Does not block other calls.</summary>
    /// <param name="application">Name or process id of the application. Includes its child processes.</param>
    /// <param name="timeout">Maximum wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AudioException">The application did not appear in time (<see cref="AudioErrorCode.TimedOut"/>), or the connection
    /// to the server was lost.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public AudioApplication WaitForApplication(string application, TimeSpan timeout, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(application);
        using var connection = new PulseConnection(_server, "Continuo control");
        using var ending = cancellation.Register(connection.Interrupt);
        cancellation.ThrowIfCancellationRequested();
        connection.Connect(Asked);
        connection.Subscribe(Asked, PulseFacility.SinkInput);
        var matcher = new ApplicationMatcher(application);
        var deadline = SystemClock.Instance.DeadlineIn(timeout);
        while (true)
        {
            foreach (var found in PulseListing.Applications(connection, Asked))
            {
                if (matcher.Matches(new PulseOwner(found.ProcessId, found.Binary, found.Name))) return found;
            }

            while (!connection.HasEvents)
            {
                cancellation.ThrowIfCancellationRequested();
                var left = deadline - SystemClock.Instance.Now;
                if (left <= 0)
                {
                    throw new AudioException(AudioErrorCode.TimedOut, $"app:{application}",
                        string.Create(CultureInfo.InvariantCulture, $"it played nothing within {timeout.TotalSeconds:0.#} s"),
                        "Start it, or wait longer");
                }

                if (connection.Iterate(left) < 0 || !connection.IsUp)
                {
                    throw PulseConnection.Unavailable(Asked, $"the connection to the audio server at {connection.ServerName} was lost");
                }
            }

            connection.DropEvents();
        }
    }

    /// <inheritdoc/>
    public IAudioWatcher Watch() => new AudioServerWatcher(_server);

    /// <summary>Disconnects.</summary>
    public void Dispose()
    {
        lock (_calls) _connection.Dispose();
    }

    private int ForEach(string application, Func<PulseSinkInput, nint> change)
    {
        ArgumentException.ThrowIfNullOrEmpty(application);
        var matcher = new ApplicationMatcher(application);
        return Call(() =>
        {
            var inputs = PulseListing.Inputs(_connection, Asked).FindAll(i => matcher.Matches(i.Owner));
            if (inputs.Count == 0)
            {
                throw new AudioException(AudioErrorCode.NotFound, $"app:{application}", "it has no open stream",
                    "List the applications with: continuo apps");
            }

            // All requests are sent before waiting: one round trip for any number of streams.
            var operations = inputs.ConvertAll(i => change(i));
            foreach (var operation in operations) _connection.Run(operation, Asked);
            return inputs.Count;
        });
    }

    // Reconnects to a server that has been restarted.
    private T Call<T>(Func<T> call)
    {
        lock (_calls)
        {
            if (!_connection.IsUp) _connection.Connect(Asked);
            else _connection.Drain();
            if (!_connection.IsUp) _connection.Connect(Asked);
            return call();
        }
    }
}

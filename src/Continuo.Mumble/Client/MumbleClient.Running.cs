using Continuo.Audio;
using Continuo.Mumble.Control;
using Continuo.Mumble.Voice;
using Microsoft.Extensions.Logging;

namespace Continuo.Mumble.Client;

/// <summary>Connecting, and connecting again.</summary>
public sealed partial class MumbleClient : IConnectionOwner
{
    void IConnectionOwner.Report(MumbleEventKind kind, MumbleUser? user)
    {
        if (kind == MumbleEventKind.UserLeft)
        {
            foreach (var receiver in Volatile.Read(ref _receivers)) receiver.Remove(user!);
        }

        _events.Post(new MumbleEventArgs(kind, user));
    }

    void IConnectionOwner.Receive(MumbleUser user, in VoicePacket packet, long arrival)
    {
        user.LastVoice = arrival;
        if (user.IsTalking == packet.IsLast)
        {
            user.IsTalking = !packet.IsLast;
            _events.Post(new MumbleEventArgs(packet.IsLast ? MumbleEventKind.TalkingStopped : MumbleEventKind.TalkingStarted, user));
        }

        foreach (var receiver in Volatile.Read(ref _receivers)) receiver.Receive(user, packet, arrival);
    }

    private async Task RunAsync()
    {
        var pause = Options.FirstPause;
        var wasConnected = false;
        AudioException failure;
        while (true)
        {
            try
            {
                var connection = await MumbleConnection.OpenAsync(Options, this, _disposal.Token).ConfigureAwait(false);
                (wasConnected, pause) = (true, Options.FirstPause);
                Enter(connection);
                failure = await connection.RunAsync(_disposal.Token).ConfigureAwait(false);
                Leave(connection, failure);
            }
            catch (AudioException e)
            {
                failure = e;
                Volatile.Write(ref _failure, e);
            }
            catch (OperationCanceledException)
            {
                Close(new AudioException(AudioErrorCode.ServerUnavailable, Options.ToString(), "the client was disposed",
                    "Create another"));
                return;
            }
            catch (Exception e)
            {
                Close(new AudioException(AudioErrorCode.InputOutput, Options.ToString(), $"connecting failed unexpectedly ({e.Message})",
                    "Report this error", e));
                return;
            }

            if (_disposal.IsCancellationRequested || !wasConnected || !Refusals.MayPass(failure))
            {
                Close(failure);
                return;
            }

            LogRetry(_logger, failure.Message, pause.TotalSeconds);
            await Task.Delay(pause, _disposal.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, Options.LongestPause.Ticks));
        }
    }

    private void Enter(MumbleConnection connection)
    {
        Volatile.Write(ref _connection, connection);
        Interlocked.Increment(ref _connections);
        lock (_gate)
        {
            _state = MumbleClientState.Connected;
            _attempt.TrySetResult();
        }

        LogConnected(_logger, Options, connection.Version);
        _events.Post(new MumbleEventArgs(MumbleEventKind.Connected, null));
    }

    private void Leave(MumbleConnection connection, AudioException failure)
    {
        Volatile.Write(ref _failure, failure);
        Volatile.Write(ref _connection, null);
        lock (_gate)
        {
            _state = MumbleClientState.Reconnecting;
            _attempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        foreach (var user in connection.Users) ((IConnectionOwner)this).Report(MumbleEventKind.UserLeft, user);
        _events.Post(new MumbleEventArgs(MumbleEventKind.Disconnected, null));
    }

    private void Close(AudioException failure)
    {
        Volatile.Write(ref _failure, failure);
        lock (_gate)
        {
            _state = MumbleClientState.Closed;
            if (failure.InnerException is RemovedException) _removal = failure;
            _attempt.TrySetException(failure);
            _ = _attempt.Task.Exception; // observed, also if no one waits
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Server}: connected (Mumble {Version})")]
    private static partial void LogConnected(ILogger logger, MumbleOptions server, Protocol.MumbleVersion version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Failure} Next attempt in {Seconds} s")]
    private static partial void LogRetry(ILogger logger, string failure, double seconds);
}

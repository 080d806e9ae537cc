using Continuo.Audio;
using Continuo.Client;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Recordings;

namespace Continuo.Cli.Remote;

/// <summary>What is known of a server from its events and meters. One task reads; any thread looks.</summary>
internal sealed class TopState(Uri server)
{
    private const double RateHz = 10;
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, StreamStatus> _streams = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, SessionStatus> _sessions = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, RecordingStatus> _recordings = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, StreamMeters> _meters = new Dictionary<string, StreamMeters>();
    private string _version = "";
    private bool _isConnected;

    /// <summary>A consistent look.</summary>
    public TopReport Now()
    {
        lock (_gate)
        {
            return new TopReport(server.ToString(), _isConnected, _version, [.. _streams.Values], _meters, [.. _sessions.Values],
                [.. _recordings.Values.Where(r => r.State == RecordingState.Running)]);
        }
    }

    /// <summary>Follows the server until cancelled; a server that goes away is waited for.</summary>
    /// <exception cref="AudioException">The server could not be reached at first, or refuses.</exception>
    public async Task ReadAsync(ContinuoClient client, CancellationToken cancellation)
    {
        await client.GetServerAsync(cancellation).ConfigureAwait(false);
        while (true)
        {
            try
            {
                var events = await client.ConnectEventsAsync(cancellation: cancellation).ConfigureAwait(false);
                await using (events.ConfigureAwait(false))
                {
                    await foreach (var message in events.ReadAsync(cancellation).ConfigureAwait(false))
                    {
                        if (Apply(message))
                        {
                            await events.SubscribeAsync(new EventSubscription(Meters: new MeterSubscription(RateHz, Names())),
                                cancellation).ConfigureAwait(false);
                        }
                    }
                }
            }
            catch (AudioException e) when (e.Code == AudioErrorCode.ServerUnavailable)
            {
                // It stopped: it may come back.
            }

            lock (_gate) _isConnected = false;
            await Task.Delay(RetryPeriod, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a message.</summary>
    /// <returns>Whether there are streams that were not there before.</returns>
    internal bool Apply(object message)
    {
        lock (_gate)
        {
            switch (message)
            {
                case HelloMessage hello:
                    (_version, _isConnected) = (hello.Server.Version, true);
                    Fill(_streams, hello.Snapshot.Streams, s => s.Name);
                    Fill(_sessions, hello.Snapshot.Sessions, s => s.Id);
                    Fill(_recordings, hello.Snapshot.Recordings, r => r.Name);
                    return true;
                case MetersMessage meters:
                    _meters = meters.Streams;
                    return false;
                case ChangeMessage<StreamStatus> stream:
                    _streams[stream.Value.Name] = stream.Value;
                    return stream.Action == ChangeAction.Added;
                case ChangeMessage<SessionStatus> session:
                    _sessions[session.Value.Id] = session.Value;
                    return false;
                case ChangeMessage<RecordingStatus> recording:
                    _recordings[recording.Value.Name] = recording.Value;
                    return false;
                case ChangeMessage<RemovedObject> removed:
                    _ = removed.Type switch
                    {
                        "stream" => _streams.Remove(removed.Value.Name),
                        "session" => _sessions.Remove(removed.Value.Name),
                        "recording" => _recordings.Remove(removed.Value.Name),
                        _ => false,
                    };
                    return false;
                default:
                    return false;
            }
        }
    }

    private static void Fill<T>(OrderedDictionary<string, T> table, IReadOnlyList<T> all, Func<T, string> keyOf)
    {
        table.Clear();
        foreach (var one in all) table[keyOf(one)] = one;
    }

    private string[] Names()
    {
        lock (_gate) return [.. _streams.Keys];
    }
}

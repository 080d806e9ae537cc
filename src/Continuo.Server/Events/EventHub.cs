using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Rooms;
using Continuo.Client.Contract.Server;
using Continuo.Client.Json;

namespace Continuo.Server.Events;

/// <summary>Numbers events and gives each, serialized once, to all clients. Thread-safe; never waits for a client.</summary>
internal sealed class EventHub
{
    private readonly Lock _gate = new(); // guards the number and the list
    private EventClient[] _clients = [];
    private long _version;

    /// <summary>Called when the first client has come, with <see langword="true"/>, and when the last has gone. Must not throw.</summary>
    public Action<bool>? OnWatchedChanged { get; set; }

    /// <summary>Number of the last event.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Whether there is a client.</summary>
    public bool IsWatched => Volatile.Read(ref _clients).Length > 0;

    /// <summary>Adds a client. It receives every event after the one that is returned.</summary>
    public long Add(EventClient client)
    {
        long version;
        bool isFirst;
        lock (_gate)
        {
            isFirst = _clients.Length == 0;
            Volatile.Write(ref _clients, [.. _clients, client]);
            version = _version;
        }

        if (isFirst) OnWatchedChanged?.Invoke(true);
        return version;
    }

    /// <summary>Removes a client.</summary>
    public void Remove(EventClient client)
    {
        bool isLast;
        lock (_gate)
        {
            var left = _clients.Where(c => c != client).ToArray();
            isLast = left.Length == 0 && _clients.Length > 0;
            Volatile.Write(ref _clients, left);
        }

        if (isLast) OnWatchedChanged?.Invoke(false);
    }

    /// <summary>Publishes a stream that was added or has changed.</summary>
    public void Publish(ChangeAction action, StreamStatus value) =>
        Publish("stream", action, value, ContractJson.Default.StreamStatusChange);

    /// <summary>Publishes a recording that was added or has changed.</summary>
    public void Publish(ChangeAction action, RecordingStatus value) =>
        Publish("recording", action, value, ContractJson.Default.RecordingStatusChange);

    /// <summary>Publishes a player that was added or has changed.</summary>
    public void Publish(ChangeAction action, PlayerStatus value) =>
        Publish("player", action, value, ContractJson.Default.PlayerStatusChange);

    /// <summary>Publishes a room that was added.</summary>
    public void Publish(ChangeAction action, RoomStatus value) => Publish("room", action, value, ContractJson.Default.RoomStatusChange);

    /// <summary>Publishes a speaker that has joined, changed or left.</summary>
    public void Publish(ChangeAction action, RoomSpeakerChange value) =>
        Publish("speaker", action, value, ContractJson.Default.RoomSpeakerChangeChange);

    /// <summary>Publishes a listener that has joined, changed or left.</summary>
    public void Publish(ChangeAction action, RoomListenerChange value) =>
        Publish("listener", action, value, ContractJson.Default.RoomListenerChangeChange);

    /// <summary>Publishes a gateway that was added or has changed.</summary>
    public void Publish(ChangeAction action, GatewayStatus value) =>
        Publish("gateway", action, value, ContractJson.Default.GatewayStatusChange);

    /// <summary>Publishes a session that was added or has changed.</summary>
    public void Publish(ChangeAction action, SessionStatus value) =>
        Publish("session", action, value, ContractJson.Default.SessionStatusChange);

    /// <summary>Publishes that an object is gone.</summary>
    public void PublishRemoved(string type, string name) =>
        Publish(type, ChangeAction.Removed, new RemovedObject(name), ContractJson.Default.RemovedObjectChange);

    /// <summary>Gives a line of the log to the clients that may read it. It is no numbered event.</summary>
    public void Publish(LogLine line)
    {
        var clients = Volatile.Read(ref _clients);
        if (!Array.Exists(clients, c => c.ReadsLog)) return;
        var message = JsonSerializer.SerializeToUtf8Bytes(new LogMessage(line), ContractJson.Default.LogMessage);
        foreach (var client in clients)
        {
            if (client.ReadsLog) client.OfferEvent(message);
        }
    }

    private void Publish<T>(string type, ChangeAction action, T value, JsonTypeInfo<ChangeMessage<T>> shape)
    {
        lock (_gate)
        {
            _version++;
            if (_clients.Length == 0) return;
            // Under the gate, so that numbers come in order.
            var message = JsonSerializer.SerializeToUtf8Bytes(new ChangeMessage<T>(type, action, _version, value), shape);
            foreach (var client in _clients) client.OfferEvent(message);
        }
    }
}

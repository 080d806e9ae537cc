using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Continuo.Mumble.Protocol;
using Google.Protobuf;

namespace Continuo.Mumble.Tests.Servers;

/// <summary>A user by the bare protocol: administrators, crowds, and whatever the product would not send.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client;
    private readonly ControlStream _control;
    private readonly ConcurrentDictionary<string, uint> _users = new();
    private readonly ConcurrentDictionary<string, uint> _channels = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RawClient(int port, string name, string? password = null, string from = "127.0.0.1")
    {
        _client = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0)) { NoDelay = true };
        _client.Connect("127.0.0.1", port);
        var stream = new SslStream(_client.GetStream(), false, (_, certificate, _, _) => certificate is not null);
        stream.AuthenticateAsClient("127.0.0.1");
        _control = new ControlStream(stream);
        Send(ControlMessageType.Version, new MumbleVersion(1, 3, 4).ToMessage());
        var authenticate = new AuthenticateMessage { Username = name, Opus = true };
        if (password is not null) authenticate.Password = password;
        Send(ControlMessageType.Authenticate, authenticate);
        _ = ReadAsync();
        Assert.True(_synced.Task.Wait(TimeSpan.FromSeconds(20)), "no greeting");
    }

    public uint Session { get; private set; }

    public ICollection<string> Users => _users.Keys;

    public void Send(ControlMessageType type, IMessage message) => _control.Write(type, message);

    public uint Channel(string name)
    {
        if (!_channels.ContainsKey(name)) Send(ControlMessageType.ChannelState, new ChannelStateMessage { Parent = 0, Name = name });
        Until.True(() => _channels.ContainsKey(name), $"channel {name}");
        return _channels[name];
    }

    public uint User(string name)
    {
        Until.True(() => _users.ContainsKey(name), $"user {name}");
        return _users[name];
    }

    public void Dispose()
    {
        _client.Client?.Close(0);
        _client.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var (type, payload) = await _control.ReadAsync(CancellationToken.None);
                Handle(type, payload.Span);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _synced.TrySetException(e);
        }
        catch (Exception e)
        {
            _synced.TrySetException(e);
            throw;
        }
    }

    private void Handle(ControlMessageType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case ControlMessageType.UserState when UserStateMessage.Parser.ParseFrom(payload) is { HasName: true } user:
                _users[user.Name] = user.Session;
                break;
            case ControlMessageType.UserRemove:
                var gone = UserRemoveMessage.Parser.ParseFrom(payload).Session;
                foreach (var (name, session) in _users)
                {
                    if (session == gone) _users.TryRemove(name, out _);
                }

                break;
            case ControlMessageType.ChannelState when ChannelStateMessage.Parser.ParseFrom(payload) is { HasName: true } channel:
                _channels[channel.Name] = channel.ChannelId;
                break;
            case ControlMessageType.ServerSync:
                Session = ServerSyncMessage.Parser.ParseFrom(payload).Session;
                _synced.TrySetResult();
                break;
            case ControlMessageType.Reject:
                throw new InvalidOperationException(RejectMessage.Parser.ParseFrom(payload).ToString());
        }
    }
}

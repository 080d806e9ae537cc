using Continuo.Audio;
using Continuo.Mumble.Client;

namespace Continuo.Mumble.Addresses;

/// <summary>The use of a shared client by one source or sink. <see cref="Interrupt"/> is thread-safe; the rest is for one thread.</summary>
internal sealed class ClientLease(MumbleOptions options) : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private CancellationTokenSource _interruption = new();

    /// <summary>The client; <see langword="null"/> before the first <see cref="Connect"/>.</summary>
    public MumbleClient? Client { get; private set; }

    /// <summary>The connection that <see cref="Connect"/> found.</summary>
    public Control.MumbleConnection? Connection { get; private set; }

    /// <summary>Whether the connection is the one that <see cref="Connect"/> found.</summary>
    public bool IsConnected => Connection is not null && Client?.Connection == Connection;

    /// <summary>Whether <see cref="Interrupt"/> was called since <see cref="Begin"/>.</summary>
    public bool IsInterrupted => Token.IsCancellationRequested;

    /// <summary>Cancelled by <see cref="Interrupt"/>.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (_gate) return _interruption.Token;
        }
    }

    /// <summary>Forgets an earlier <see cref="Interrupt"/>.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (_interruption.IsCancellationRequested) _interruption = new CancellationTokenSource();
        }
    }

    /// <summary>Connects, or waits until a lost connection is there again. Blocks for 15 s at most.</summary>
    /// <exception cref="AudioException">The server refuses, or cannot be reached.</exception>
    /// <exception cref="OperationCanceledException"><see cref="Interrupt"/> was called.</exception>
    public MumbleClient Connect()
    {
        var client = Client ??= SharedClients.Acquire(options);
        try
        {
            client.ConnectAsync(Token).WaitAsync(ConnectLimit).GetAwaiter().GetResult();
        }
        catch (TimeoutException e)
        {
            throw client.LastFailure ?? new AudioException(AudioErrorCode.TimedOut, options.ToString(), "there is no connection yet",
                "Check the network", e);
        }

        Connection = client.Connection;
        return client;
    }

    /// <summary>Ends a <see cref="Connect"/> in progress, and the next.</summary>
    public void Interrupt()
    {
        lock (_gate) _interruption.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Client is { } client) SharedClients.Release(client);
        (Client, Connection) = (null, null);
    }
}

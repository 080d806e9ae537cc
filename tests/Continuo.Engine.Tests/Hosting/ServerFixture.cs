using System.Net.Sockets;
using Continuo.Engine.Client;
using Continuo.Engine.Hosting;

namespace Continuo.Engine.Tests.Hosting;

/// <summary>An engine that plays to nowhere, and its server, inside the test.</summary>
internal sealed class ServerFixture : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("continuo-engine-").FullName;

    public ServerFixture()
    {
        Path = System.IO.Path.Combine(_directory, "engine.sock");
        Engine = new AudioEngine(EngineOptions.Default with { To = Continuo.Audio.AudioAddress.Parse("null:") });
        Engine.Start();
        Server = new EngineServer(Engine, Path);
        Server.Serve();
    }

    public string Path { get; }

    public AudioEngine Engine { get; }

    public EngineServer Server { get; }

    public EngineClient Connect() => EngineClient.Connect(Path);

    /// <summary>A client that may say anything.</summary>
    public Socket ConnectRaw()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            ReceiveTimeout = 30_000,
            SendTimeout = 30_000,
        };
        socket.Connect(new UnixDomainSocketEndPoint(Path));
        return socket;
    }

    /// <summary>That the engine still plays and serves.</summary>
    public void MustServe()
    {
        using var client = Connect();
        var input = client.Play("tone:440");
        var before = client.GetStatistics().Blocks;
        EngineFixture.Await(() => client.GetStatistics().Blocks > before + 2);
        Assert.Equal("tone:440", client.GetStatistics(input).Name);
        client.Close(input);
    }

    public void Dispose()
    {
        Server.Dispose();
        Engine.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}

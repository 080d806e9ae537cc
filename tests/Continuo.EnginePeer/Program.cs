using Continuo.Engine.Client;

// An application that uses an engine, until it is killed:
//   EnginePeer feed SOCKET             writes a tone to a stream of its own, and prints a line per second of it
//   EnginePeer play SOCKET ADDRESS     has the engine play something, and prints its number
//   EnginePeer detach SOCKET ADDRESS   likewise, but it shall stay
//   EnginePeer player SOCKET FILES…    plays files with a transport, and prints the player's number
//   EnginePeer detached SOCKET FILES…  likewise, but it shall stay
using var client = EngineClient.Connect(args[1]);
if (args[0] == "feed")
{
    using var stream = client.OpenStream("peer", TimeSpan.FromMilliseconds(40));
    var second = new float[client.Format.SampleRate * client.Format.Channels];
    for (var i = 0; i < second.Length; i++) second[i] = 0.3f * MathF.Sin(MathF.Tau * 440 * (i / client.Format.Channels) / client.Format.SampleRate);
    Console.WriteLine("feeding");
    while (true) stream.Write(second);
}

if (args[0] is "player" or "detached")
{
    var player = client.OpenPlayer("peer");
    foreach (var file in args[2..]) player.Add(file);
    player.Play();
    if (args[0] == "detached") player.Detach();
    Console.WriteLine(player.Id);
    Thread.Sleep(Timeout.Infinite);
}

Console.WriteLine(client.Play(args[2], detach: args[0] == "detach"));
Thread.Sleep(Timeout.Infinite);

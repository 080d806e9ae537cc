using System.Diagnostics;
using System.Globalization;
using System.Net;
using Continuo.Rtp.Sockets;

namespace Continuo.Scenarios.Rooms;

/// <summary>
/// A room of ours in a process of its own (<see cref="RoomProcess"/>). Every listener changes volumes, so that all mixes are personal.
/// </summary>
internal sealed class RoomPeer(BridgeOptions options) : IMixingPeer
{
    /// <summary>Volumes that each listener changes.</summary>
    public const int PersonalVolumes = 3;

    private Process? _process;

    /// <inheritdoc/>
    public string Name => "Continuo";

    /// <inheritdoc/>
    public int ProcessId => _process!.Id;

    /// <inheritdoc/>
    public int ChangedVolumes => PersonalVolumes;

    /// <inheritdoc/>
    public IReadOnlyList<PeerAddress> Join(int count, IPEndPoint ears)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["exec", Environment.GetCommandLineArgs()[0], "audiobridge-room", Text(count), Text(ears.Port),
            Text(options.Channels)]) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        var port = int.Parse(Line(), CultureInfo.InvariantCulture);
        return [.. Enumerable.Repeat(PeerAddress.From(new IPEndPoint(IPAddress.Loopback, port)), count)];
    }

    /// <inheritdoc/>
    public int ParticipantOf(in PeerAddress from, uint ssrc) => (int)ssrc;

    /// <inheritdoc/>
    public string Count()
    {
        _process!.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        return Line();
    }

    public void Dispose()
    {
        if (_process is null) return;
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Line() => _process!.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the room's process has ended");
}

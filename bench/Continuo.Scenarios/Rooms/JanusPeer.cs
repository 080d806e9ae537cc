using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;

namespace Continuo.Scenarios.Rooms;

/// <summary>Janus with a room of its AudioBridge, whose participants are plain RTP ones.</summary>
internal sealed class JanusPeer : IMixingPeer
{
    private const string Plugin = "janus.plugin.audiobridge";
    private const int Room = 1;

    private readonly BridgeOptions _options;
    private readonly string _folder = Directory.CreateTempSubdirectory("continuo-janus-").FullName;
    private readonly Process _process;
    private readonly JanusApi _api;
    private readonly Dictionary<ushort, int> _participants = [];

    /// <exception cref="InvalidOperationException">Janus is not installed, or does not start.</exception>
    public JanusPeer(BridgeOptions options)
    {
        _options = options;
        var socket = Path.Combine(_folder, "api");
        Configure(socket);
        _process = Start();
        _api = new JanusApi(socket);
    }

    /// <inheritdoc/>
    public string Name => "Janus";

    /// <inheritdoc/>
    public int ProcessId => _process.Id;

    /// <summary>None: its rooms have one volume per speaker for all.</summary>
    public int ChangedVolumes => 0;

    /// <inheritdoc/>
    public IReadOnlyList<PeerAddress> Join(int count, IPEndPoint ears)
    {
        _api.Send(_api.Attach(Plugin), new JsonObject
        {
            ["request"] = "create",
            ["room"] = Room,
            ["sampling_rate"] = 48_000,
            ["spatial_audio"] = _options.Channels == 2,
            ["audiolevel_ext"] = false,
            ["allow_rtp_participants"] = true,
        });
        return [.. Enumerable.Range(0, count).Select(n => Add(n, ears))];
    }

    /// <inheritdoc/>
    public int ParticipantOf(in PeerAddress from, uint ssrc) => _participants.GetValueOrDefault(from.Port, -1);

    /// <inheritdoc/>
    public string Count() => "";

    public void Dispose()
    {
        _api.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private PeerAddress Add(int number, IPEndPoint ears)
    {
        var joined = _api.Send(_api.Attach(Plugin), new JsonObject
        {
            ["request"] = "join",
            ["room"] = Room,
            ["id"] = number + 1,
            ["quality"] = BridgeOptions.Complexity,
            ["bitrate"] = _options.BitRate,
            ["rtp"] = new JsonObject { ["ip"] = ears.Address.ToString(), ["port"] = ears.Port, ["payload_type"] = PayloadTypes.Opus },
        });
        var port = joined["rtp"]!["port"]!.GetValue<int>();
        _participants.Add((ushort)port, number);
        return PeerAddress.From(new IPEndPoint(IPAddress.Loopback, port));
    }

    private void Configure(string socket)
    {
        var texts = new Dictionary<string, string>
        {
            ["janus.jcfg"] = """
                general: {
                  debug_level = 2
                  session_timeout = 0
                }
                plugins: { disable = "libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_videoroom.so,libjanus_voicemail.so" }
                transports: { disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_rabbitmq.so,libjanus_websockets.so" }
                """,
            ["janus.transport.pfunix.jcfg"] = $$"""
                general: {
                  enabled = true
                  json = "compact"
                  path = "{{socket}}"
                  type = "SOCK_SEQPACKET"
                }
                """,
            ["janus.plugin.audiobridge.jcfg"] = """
                general: {
                  local_ip = "127.0.0.1"
                }
                """,
        };
        foreach (var (name, text) in texts) File.WriteAllText(Path.Combine(_folder, name), text);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("janus") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-F", _folder, "-C", Path.Combine(_folder, "janus.jcfg")]) start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException("janus does not start");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}

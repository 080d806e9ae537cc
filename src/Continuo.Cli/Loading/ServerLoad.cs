using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Continuo.Audio;
using Continuo.Cli.Reports.Network;
using Continuo.Client;
using Continuo.Client.Contract.Rooms;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Wire;
using Continuo.Simulation.Load;
using Continuo.Simulation.WebRtc;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;

namespace Continuo.Cli.Loading;

/// <summary>
/// A load for rooms of running servers, such as the nodes of a cluster: rooms are opened over the API, speakers come by WHIP and listeners
/// by WHEP, each by another server in turn, and what the listeners hear is checked. The rooms are closed afterwards. For one caller.
/// </summary>
internal sealed class ServerLoad : IVoiceRoute, IDisposable
{
    private const int MaxAtOnce = 64;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(2); // listeners come when the voices' buffers know the network

    private readonly LoadOptions _options;
    private readonly VoicePlan _plan;
    private readonly PacketCodec _codec;
    private readonly ContinuoClient[] _servers;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly LoadCrowd _crowd = new();
    private readonly List<LoadPeer> _peers = [];
    private readonly LoadPeer[] _voices;
    private readonly LoadEar[] _ears;
    private readonly string _prefix = $"load-{Guid.NewGuid().ToString("N")[..6]}";
    private readonly LogHistogram _joins = new(), _hops = new();
    private readonly List<string> _opened = [];

    /// <param name="options">The load; loss and jitter are not possible.</param>
    /// <param name="servers">The servers' addresses.</param>
    /// <param name="token">Token of an operator; <see langword="null"/> for servers on this machine that need none.</param>
    /// <exception cref="AudioException">An option is out of range.</exception>
    public ServerLoad(LoadOptions options, IReadOnlyList<Uri> servers, string? token)
    {
        options.Validate();
        (_options, _plan) = (options, new VoicePlan(options));
        _codec = CodecRegistry.Describe("opus", options.Format, options.Tick);
        _servers = [.. servers.Select(s => new ContinuoClient(s, token))];
        if (token is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _voices = new LoadPeer[options.Rooms * options.Speakers];
        _ears = [.. Enumerable.Range(0, options.Rooms).SelectMany(
            r => Enumerable.Range(0, options.Listeners).Select(l => new LoadEar(r, l)))];
    }

    /// <summary>Fills the rooms, lets them run, and returns what happened.</summary>
    /// <param name="progress">Called about five times a second with the share of the run that is over.</param>
    /// <param name="stop">Ends the run early.</param>
    public async Task<ServerLoadReport> RunAsync(Action<double>? progress, CancellationToken stop)
    {
        await BouncyEngine.WarmUp().ConfigureAwait(false);
        var loop = new VoiceLoop(_plan, _codec);
        try
        {
            await FillAsync(stop).ConfigureAwait(false);
            using var sender = new VoiceSender(_options, loop, this);
            await Task.Delay(SettlingTime, stop).ConfigureAwait(false);
            await ListenAsync(stop).ConfigureAwait(false);
            return await MeasureAsync(loop, sender, progress, stop).ConfigureAwait(false);
        }
        finally
        {
            foreach (var room in _opened)
            {
                try
                {
                    await _servers[0].CloseRoomAsync(room, CancellationToken.None).ConfigureAwait(false);
                }
                catch (AudioException)
                {
                    // It is gone already.
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Send(int room, int voice, long packet, ReadOnlySpan<byte> payload, long now) =>
        _voices[(room * _options.Speakers) + voice].SendMedia((ushort)packet, (uint)(packet * _codec.ClockStep), payload);

    /// <inheritdoc/>
    public void Flush()
    {
    }

    public void Dispose()
    {
        _crowd.Dispose();
        _http.Dispose();
        foreach (var server in _servers) server.Dispose();
    }

    private string NameOf(int room) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{room}");

    private async Task FillAsync(CancellationToken stop)
    {
        for (var r = 0; r < _options.Rooms; r++)
        {
            var request = new OpenRoomRequest(NameOf(r), _options.Format.Channels, (int)_options.Tick.TotalMilliseconds);
            await _servers[r % _servers.Length].OpenRoomAsync(request, stop).ConfigureAwait(false);
            _opened.Add(request.Name);
            for (var s = 0; s < _options.Speakers; s++)
            {
                _voices[(r * _options.Speakers) + s] = await JoinAsync("whip", r, s, RtpRoute.FirstSsrc + (uint)s, stop)
                    .ConfigureAwait(false);
            }
        }

        await AwaitAsync(0, stop).ConfigureAwait(false);
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        foreach (var ear in _ears)
        {
            var peer = await JoinAsync("whep", ear.Room, ear.Number, ssrc: 0, stop).ConfigureAwait(false);
            var (times, frames) = (default(TimestampUnwrapper), (int)(_options.Tick.TotalSeconds * 48_000));
            peer.Packet = (in RtpPacket packet, long arrival) =>
                ear.Take(times.Unwrap(packet.Header.Timestamp) / frames, packet.Payload, default, arrival);
            if (_options.ChangedVolumes == 0) continue;
            var volumes = _plan.Settings(ear.Number).Select(static v => new RoomVolume(v.MemberId, v.Volume, v.IsMuted)).ToArray();
            await _servers[ear.Room % _servers.Length]
                .ChangeListenerAsync(NameOf(ear.Room), VoicePlan.Id(ear.Number), new ChangeListenerRequest(volumes), cancellation: stop)
                .ConfigureAwait(false);
        }

        await AwaitAsync(0, stop).ConfigureAwait(false);
    }

    private async Task<LoadPeer> JoinAsync(string kind, int room, int number, uint ssrc, CancellationToken stop)
    {
        await AwaitAsync(MaxAtOnce - 1, stop).ConfigureAwait(false);
        var credentials = IceCredentials.Create();
        var offer = SdpOffer.Create(new OfferOptions
        {
            Ice = credentials,
            Fingerprint = BouncyEngine.Instance.Fingerprint,
            IsSending = kind == "whip",
            Ssrc = ssrc,
            OfferRed = false,
            IsStereo = _options.Format.Channels == 2,
            PacketMilliseconds = _options.Tick.TotalMilliseconds,
        });
        var server = _servers[(room + number) % _servers.Length].Server; // any of them answers
        var place = new Uri(server, $"/{kind}/{NameOf(room)}?seat={VoicePlan.Id(number)}&preset={_options.Preset.Name}");
        while (true)
        {
            var begin = SystemClock.Instance.Now;
            using var content = new StringContent(offer.Text, new MediaTypeHeaderValue("application/sdp"));
            using var response = await _http.PostAsync(place, content, stop).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.TooManyRequests)
            {
                await Task.Delay(200, stop).ConfigureAwait(false);
                continue;
            }

            if (!response.IsSuccessStatusCode)
            {
                throw new AudioException(AudioErrorCode.ServerUnavailable, $"{place}",
                    $"the server refuses: {(int)response.StatusCode} {text}",
                    "Use a token of an operator (--token), and fewer participants");
            }

            var answer = offer.ParseAnswer(text);
            (answer.Candidates[0].EndPoint.Port == server.Port ? _joins : _hops).Record(SystemClock.Instance.Now - begin);
            var peer = new LoadPeer(credentials, answer) { Ssrc = ssrc };
            _peers.Add(peer);
            _crowd.Add(peer);
            return peer;
        }
    }

    private async Task<ServerLoadReport> MeasureAsync(VoiceLoop loop, VoiceSender sender, Action<double>? progress, CancellationToken stop)
    {
        var begin = SystemClock.Instance.Now;
        var whole = (_options.WarmUp + _options.Duration).Ticks * 100;
        await WaitAsync(_options.WarmUp).ConfigureAwait(false);
        var inputs = Enumerable.Range(0, _options.Rooms).Select(static _ => new TimedInput?[MarkerBurst.Count]).ToArray();
        var latency = new LatencyMeter(_options, _plan, _codec, sender, loop.LookAheadFrames, inputs);
        var before = await SharesAsync(stop).ConfigureAwait(false);
        var (start, blocks, missed) = (SystemClock.Instance.Now, _ears.Sum(static e => e.Blocks), _ears.Sum(static e => e.Missed));
        using var checker = new EarChecker(_options with { Transport = LoadTransport.WebRtc }, _plan, _codec, _ears, latency, joins: null);
        await WaitAsync(_options.WarmUp + _options.Duration).ConfigureAwait(false);
        var after = await SharesAsync(CancellationToken.None).ConfigureAwait(false);
        return new ServerLoadReport(
            _options.Rooms,
            _options.Speakers,
            _options.Listeners,
            _options.ChangedVolumes > 0,
            Math.Round((SystemClock.Instance.Now - start) * 1e-9, 3),
            _ears.Sum(static e => e.Blocks) - blocks,
            _ears.Sum(static e => e.Missed) - missed,
            checker.Checks,
            checker.Wrong,
            checker.Mistakes,
            LatencyReport.Of(latency.Whole),
            LatencyReport.Of(_joins.Snapshot()),
            LatencyReport.Of(_hops.Snapshot()),
            _hops.Snapshot().Count,
            [.. after.Zip(before, static (a, b) => a with
            {
                Ticks = a.Ticks - b.Ticks,
                LateTicks = a.LateTicks - b.LateTicks,
                SkippedTicks = a.SkippedTicks - b.SkippedTicks,
                ProcessorSeconds = Math.Round(a.ProcessorSeconds - b.ProcessorSeconds, 3),
            })]);

        async Task WaitAsync(TimeSpan until)
        {
            while (SystemClock.Instance.Now - begin is var over && over < until.Ticks * 100 && !stop.IsCancellationRequested)
            {
                progress?.Invoke((double)over / whole);
                await Task.Delay(200, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What the servers say of their rooms in <c>/metrics</c>.</summary>
    private async Task<ServerLoadShare[]> SharesAsync(CancellationToken stop)
    {
        var shares = new List<ServerLoadShare>();
        foreach (var server in _servers)
        {
            var text = await _http.GetStringAsync(new Uri(server.Server, "/metrics"), stop).ConfigureAwait(false);
            shares.Add(new ServerLoadShare(
                server.Server.Authority, (int)Value("continuo_rooms_open"), (long)Value("continuo_rooms_ticks_total"),
                (long)Value("continuo_rooms_late_ticks_total"), (long)Value("continuo_rooms_skipped_ticks_total"),
                Value("continuo_rooms_processor_time_seconds_total")));

            double Value(string name)
            {
                var line = text.Split('\n').FirstOrDefault(l => l.Length > name.Length && l.StartsWith(name, StringComparison.Ordinal)
                    && l[name.Length] is '{' or ' ');
                var words = line?[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words?.FirstOrDefault(static w => char.IsAsciiDigit(w[0])) is not { } number)
                {
                    throw new AudioException(AudioErrorCode.Unsupported, $"{server.Server}metrics", $"{name} is missing",
                        "Run the same version everywhere, with \"metrics\": true");
                }

                return double.Parse(number, CultureInfo.InvariantCulture);
            }
        }

        return [.. shares];
    }

    /// <summary>Waits until at most some peers are not connected.</summary>
    private async Task AwaitAsync(int waiting, CancellationToken stop)
    {
        var began = SystemClock.Instance.Now;
        while (_peers.Count(static p => !p.IsConnected) > waiting)
        {
            var failure = _peers.Select(static p => p.Failure).FirstOrDefault(static f => f is not null);
            if (failure is not null || SystemClock.Instance.Now - began > ConnectTimeout.Ticks * 100)
            {
                throw new AudioException(AudioErrorCode.TimedOut,
                    string.Create(CultureInfo.InvariantCulture, $"load of {_peers.Count} WebRTC sessions"),
                    failure ?? "some were not connected in two minutes", "Use fewer participants");
            }

            await Task.Delay(2, stop).ConfigureAwait(false);
        }
    }
}

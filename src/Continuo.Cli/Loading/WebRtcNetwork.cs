using System.Globalization;
using System.Net;
using Continuo.Audio;
using Continuo.Rooms;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Wire;
using Continuo.Server.Rooms;
using Continuo.Simulation.Load;
using Continuo.Simulation.WebRtc;
using Continuo.WebRtc;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions;

namespace Continuo.Cli.Loading;

/// <summary>
/// The participants of a load as WebRTC peers of this process: each has one session to speak (as by WHIP) and one to listen (as by WHEP),
/// with checks, DTLS and SRTP, on the server's own stack.
/// </summary>
internal sealed class WebRtcNetwork : ILoadNetwork, IVoiceRoute
{
    private const int MaxAtOnce = 64;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromMinutes(2);

    private readonly LoadOptions _options;
    private readonly PacketCodec _codec;
    private readonly WebRtcHost _host;
    private readonly LoadCrowd _crowd = new();
    private readonly List<LoadPeer> _peers = [];
    private readonly LoadPeer[] _voices;

    public WebRtcNetwork(LoadOptions options)
    {
        _options = options;
        _codec = CodecRegistry.Describe("opus", options.Format, options.Tick);
        _voices = new LoadPeer[options.Rooms * options.Speakers];
        BouncyEngine.WarmUp().Wait();
        _host = new WebRtcHost(new WebRtcHostOptions
        {
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            MaxSessions = options.Rooms * (options.Speakers + options.Listeners) + 1,
        });
        _host.Start();
    }

    /// <inheritdoc/>
    public ISpeakerInput AddVoice(int room, int voice)
    {
        WebRtcSession? session = null;
        _voices[room * _options.Speakers + voice] = Join(isSending: true, RtpRoute.FirstSsrc + (uint)voice,
            offer => session = _host.Publish(offer, PublishedSpeakerInput.OptionsFor(_options.Tick) with { Red = false }));
        return new PublishedSpeakerInput(session!);
    }

    /// <inheritdoc/>
    public IListenerOutput AddEar(LoadEar ear)
    {
        IListenerOutput? output = null;
        var frames = (int)(_options.Tick.TotalSeconds * 48_000);
        var times = default(TimestampUnwrapper);
        var peer = Join(isSending: false, 0, offer =>
        {
            var session = _host.Push(offer, new WebRtcListenOptions { Stereo = _options.Format.Channels == 2 }, out var sender);
            output = new PushedListenerOutput(sender, frames);
            return session;
        });
        peer.Packet = (in RtpPacket packet, long arrival) =>
            ear.Take(times.Unwrap(packet.Header.Timestamp) / frames, packet.Payload, default, arrival);
        return output!;
    }

    /// <inheritdoc/>
    public IVoiceRoute Connect()
    {
        Await(0);
        return this;
    }

    /// <inheritdoc/>
    public void Send(int room, int voice, long packet, ReadOnlySpan<byte> payload, long now) =>
        _voices[room * _options.Speakers + voice].SendMedia((ushort)packet, (uint)(packet * _codec.ClockStep), payload);

    /// <inheritdoc/>
    public void Flush()
    {
    }

    public void Dispose()
    {
        _crowd.Dispose();
        _host.DisposeAsync().AsTask().Wait();
    }

    private LoadPeer Join(bool isSending, uint ssrc, Func<string, WebRtcSession> open)
    {
        Await(MaxAtOnce - 1);
        var credentials = IceCredentials.Create();
        var offer = SdpOffer.Create(new OfferOptions
        {
            Ice = credentials,
            Fingerprint = BouncyEngine.Instance.Fingerprint,
            IsSending = isSending,
            Ssrc = ssrc,
            OfferRed = false,
            IsStereo = _options.Format.Channels == 2,
            PacketMilliseconds = _options.Tick.TotalMilliseconds,
        });
        var session = open(offer.Text);
        var peer = new LoadPeer(credentials, offer.ParseAnswer(session.AnswerSdp)) { Ssrc = ssrc };
        _peers.Add(peer);
        _crowd.Add(peer);
        return peer;
    }

    /// <summary>Waits until at most some peers are not connected.</summary>
    private void Await(int waiting)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (_peers.Count(p => !p.IsConnected) > waiting)
        {
            var failure = _peers.Select(p => p.Failure).FirstOrDefault(f => f is not null);
            if (failure is null && TimeProvider.System.GetElapsedTime(began) < ConnectTimeout)
            {
                Thread.Sleep(2);
                continue;
            }

            throw new AudioException(AudioErrorCode.TimedOut,
                string.Create(CultureInfo.InvariantCulture, $"load of {_peers.Count} WebRTC sessions"),
                failure ?? string.Create(CultureInfo.InvariantCulture,
                    $"{_peers.Count(p => !p.IsConnected)} were not connected in two minutes"),
                "Use fewer participants");
        }
    }
}

using Continuo.Audio;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Wire;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions.Publishing;

/// <summary>Creates the session of a publisher.</summary>
internal static class PublishSession
{
    /// <summary>Answers an offer. The peer is not started.</summary>
    /// <exception cref="AudioException">The offer cannot be answered, or libopus is missing.</exception>
    public static WebRtcSession Create(string offerSdp, WebRtcPublishOptions options, SessionParts parts)
    {
        var offer = PeerDescriptionReader.ParseOffer(offerSdp);
        var peerOptions = parts.ToPeer(offer.Fingerprint);
        var answer = SdpAnswer.Create(offer, parts.ToAnswer(peerOptions, isSending: false) with
        {
            UseRed = options.Red,
            MaxAverageBitRate = options.BitRate,
            PacketMilliseconds = options.PacketMilliseconds,
        });
        var transport = new PeerTransport(parts.Port) { LevelId = answer.Audio.Extensions.AudioLevel };
        var source = new PublishedSource(CreateReceiver(answer.Audio, transport, options, parts), transport);
        var peer = new PeerConnection(parts.Port, peerOptions, transport);
        transport.Connection = peer;
        transport.Ended = source.End;
        return new WebRtcSession(WebRtcSessionKind.Publish, peer, answer.Text, options.UserAgent, parts.Options.WallClock,
            () => Take(transport, source))
        { Source = source, PacketAge = () => Age(peer, transport, parts.Options.Clock.Now) };
    }

    private static TimeSpan Age(PeerConnection peer, PeerTransport transport, long now) =>
        peer.ConnectedAt == 0
            ? TimeSpan.Zero
            : TimeSpan.FromTicks(Math.Max(0, now - Math.Max(peer.ConnectedAt, transport.LastArrival)) / 100);

    private static RtpReceiver CreateReceiver(AudioTerms audio, PeerTransport transport, WebRtcPublishOptions options, SessionParts parts)
    {
        var codec = CodecRegistry.Describe("opus", AudioFormat.Default);
        // Another type than the codec's, which nothing will have, where redundancy is not used.
        var red = (byte)(audio.RedPayloadType
            ?? (audio.OpusPayloadType == PayloadTypes.Redundant ? PayloadTypes.Opus : PayloadTypes.Redundant));
        return new RtpReceiver(new RtpReceiverOptions
        {
            Description = options.Name,
            Transport = () => transport,
            Reception = new ReceptionOptions
            {
                Payloads = PayloadMap.Of(codec, (byte)audio.OpusPayloadType, red),
                Jitter = options.Jitter,
                Clock = parts.Options.Clock,
                Logger = parts.Options.Logger,
            },
        });
    }

    private static WebRtcSessionStatistics Take(PeerTransport transport, PublishedSource source)
    {
        var reception = source.Stream?.GetStatistics();
        return new WebRtcSessionStatistics
        {
            State = WebRtcSessionState.New,
            Codec = reception?.Codec?.ToString() ?? "opus",
            Packets = transport.Packets,
            Bytes = transport.Bytes,
            Lost = reception is null ? 0 : Math.Max(0, reception.ExpectedPackets - reception.ReceivedPackets),
            LostPercent = reception?.LossPercent ?? 0,
            JitterMs = reception?.JitterMs ?? 0,
            Reception = reception,
            LevelDb = transport.LevelDb,
        };
    }
}

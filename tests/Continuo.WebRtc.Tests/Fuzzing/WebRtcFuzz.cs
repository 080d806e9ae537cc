using System.Net;
using System.Text;
using Continuo.Audio;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Srtp;
using Continuo.Rtp.Wire;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Stun;
using Continuo.WebRtc.Tests.Stun;

namespace Continuo.WebRtc.Tests.Fuzzing;

/// <summary>
/// Feeds spoilt STUN messages, offers, answers and SRTP packets to what reads them, each message at the edge of memory that may be read.
/// Throws if what was spoilt is believed, or if something else than a refusal escapes; ends the process if it is read beyond its end.
/// </summary>
public sealed class WebRtcFuzz : IDisposable
{
    private const int MaxBytes = 2048;

    private static readonly byte[] Password = "VOkJxbRl1RmTxUk/WvJxBt"u8.ToArray();
    private static readonly PeerAddress Source = PeerAddress.From(new IPEndPoint(IPAddress.IPv6Loopback, 4000));

    private static readonly byte[][] Messages =
        [Convert.FromHexString(StunVectorTests.Request), Convert.FromHexString(StunVectorTests.Ip4Response),
            Convert.FromHexString(StunVectorTests.Ip6Response), Check(), Refusal()];

    private static readonly byte[][] Offers = [.. (
        (string[])[Sdp.Offers.ChromiumListens, Sdp.Offers.FirefoxTalks, Sdp.Offers.Obs, Sdp.Offers.AioRtc]).Select(Encoding.UTF8.GetBytes)];

    private readonly Mutator _mutator;
    private readonly GuardedMemory _memory = new(MaxBytes);
    private readonly byte[] _buffer = new byte[MaxBytes];
    private readonly byte[] _packet = new byte[MaxBytes];
    private readonly byte[] _other = new byte[MaxBytes];
    private readonly byte[] _response = new byte[StunResponses.MaxBytes];
    private readonly SrtpProtector[] _protectors;
    private readonly SrtpUnprotector[] _unprotectors;
    private readonly byte[] _answer;
    private readonly SdpOffer _offer;
    private ushort _sequence;

    public WebRtcFuzz(ulong seed)
    {
        _mutator = new Mutator(seed);
        SrtpProfile[] profiles = [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CounterSha1];
        _protectors = [.. profiles.Select(p => new SrtpProtector(p, new byte[16], new byte[p.SaltBytes()]))];
        _unprotectors = [.. profiles.Select(p => new SrtpUnprotector(p, new byte[16], new byte[p.SaltBytes()]))];
        _offer = SdpOffer.Create(
            new OfferOptions { Ice = IceCredentials.Create(), Fingerprint = DtlsFingerprint.Of([1]), IsSending = false });
        _answer = Encoding.UTF8.GetBytes(SdpAnswer.Create(PeerDescriptionReader.ParseOffer(_offer.Text), Options(isSending: true)).Text);
    }

    public long Inputs { get; private set; }

    public long StunParsed { get; private set; }

    public long StunBelieved { get; private set; }

    public long SrtpAccepted { get; private set; }

    public long SrtpRefused { get; private set; }

    public long OffersAnswered { get; private set; }

    public long OffersRefused { get; private set; }

    public long AnswersTaken { get; private set; }

    public void Run(long inputs)
    {
        for (var end = Inputs + inputs; Inputs < end; Inputs++)
        {
            switch (Inputs % 8)
            {
                case 0: OneOffer(); break;
                case 1: OneAnswer(); break;
                case 2 or 3 or 4: OneMessage(); break;
                default: OnePacket(); break;
            }
        }
    }

    public void Dispose()
    {
        _memory.Dispose();
        foreach (var protector in _protectors) protector.Dispose();
        foreach (var unprotector in _unprotectors) unprotector.Dispose();
    }

    private void OneMessage()
    {
        var original = Messages[_mutator.Below(Messages.Length)];
        var length = _mutator.Spoil(original, Messages[_mutator.Below(Messages.Length)], _buffer);
        if (_mutator.Below(2) == 0) Mend(_buffer, length);
        var bytes = _memory.Place(_buffer.AsSpan(0, length), atEnd: _mutator.Below(4) > 0);
        if (!StunMessage.TryParse(bytes, out var message)) return;
        StunParsed++;
        _ = message.Username.Length + message.ReceiverFragment.Length + message.SenderFragment.Length + message.Transaction.Length;
        _ = (message.Type, message.Priority, message.TieBreaker, message.ErrorCode, message.UnknownAttribute, message.IsNomination,
            message.IsControlled, message.TryGetMappedAddress(out var address));
        if (StunResponses.WriteError(_response, message, StunErrorCode.Unauthenticated) > length)
        {
            throw new InvalidOperationException("an answer is longer than its unauthenticated request");
        }

        if (!message.HasIntegrity(Password)) return;
        StunBelieved++;

        // What is authentic is one of ours, up to its integrity; what follows is ignored.
        if (!Messages.Any(m => IsSameUpToIntegrity(m, _buffer.AsSpan(0, length))))
        {
            throw new InvalidOperationException($"believed: {Convert.ToHexString(_buffer, 0, length)}");
        }

        if (StunResponses.WriteSuccess(_response, message, Source, Password) != 20 + 24 + 24 + 8)
        {
            throw new InvalidOperationException("a response of another length");
        }
    }

    private void OnePacket()
    {
        var which = _mutator.Below(2);
        var isReport = _mutator.Below(4) == 0;
        var length = Protect(_protectors[which], _packet, isReport);
        var other = Protect(_protectors[1 - which], _other, isReport: false);
        var spoilt = _mutator.Spoil(_packet.AsSpan(0, length), _other.AsSpan(0, other), _buffer);
        var bytes = _memory.Room(spoilt, atEnd: _mutator.Below(4) > 0);
        _buffer.AsSpan(0, spoilt).CopyTo(bytes);
        var verdict = isReport
            ? _unprotectors[which].UnprotectRtcp(bytes, out var plain)
            : _unprotectors[which].Unprotect(bytes, out plain);
        if (verdict == SrtpVerdict.Accepted)
        {
            SrtpAccepted++;
            if (!_packet.AsSpan(0, length).SequenceEqual(_buffer.AsSpan(0, spoilt)))
            {
                throw new InvalidOperationException($"accepted: {Convert.ToHexString(_buffer, 0, spoilt)}");
            }

            if (plain >= spoilt) throw new InvalidOperationException($"{plain} plain bytes of {spoilt}");
        }
        else
        {
            SrtpRefused++;
            if (plain != 0) throw new InvalidOperationException("a length of what was refused");
        }
    }

    private void OneOffer()
    {
        var text = Spoilt(Offers[_mutator.Below(Offers.Length)], Offers[_mutator.Below(Offers.Length)]);
        try
        {
            var offer = PeerDescriptionReader.ParseOffer(text);
            var answer = SdpAnswer.Create(offer, Options(isSending: offer.Receives)).Text;
            if (answer.Replace("\r\n", "", StringComparison.Ordinal).Any(char.IsControl))
            {
                throw new InvalidOperationException("a control character in our answer");
            }

            if (answer.Split("\r\nm=").Length - 1 != offer.Description.Media.Count)
            {
                throw new InvalidOperationException("our answer has other media than the offer");
            }

            _ = PeerDescriptionReader.ParseAnswer(answer);
            OffersAnswered++;
        }
        catch (AudioException e) when (e.Code is AudioErrorCode.InvalidArgument or AudioErrorCode.Unsupported)
        {
            OffersRefused++;
        }
    }

    private void OneAnswer()
    {
        try
        {
            _ = _offer.ParseAnswer(Spoilt(_answer, Offers[_mutator.Below(Offers.Length)]));
            AnswersTaken++;
        }
        catch (AudioException e) when (e.Code is AudioErrorCode.InvalidArgument or AudioErrorCode.Unsupported)
        {
            // Refused, as it should be.
        }
    }

    private string Spoilt(byte[] text, byte[] other) => Encoding.UTF8.GetString(_buffer, 0, _mutator.Spoil(text, other, _buffer));

    private int Protect(SrtpProtector protector, byte[] packet, bool isReport)
    {
        if (isReport)
        {
            var writer = new RtcpWriter(packet);
            writer.WriteReceiverReport(5, [new(6, 1, 2, 3, 4, 5, 6)]);
            return protector.ProtectRtcp(packet, writer.Length);
        }

        var at = new RtpHeader(111, _sequence++, 960, 1).WriteTo(packet, [7], 0xBEDE, [0x10, 0xAA, 0, 0]);
        return protector.Protect(packet, at + _mutator.Below(200));
    }

    // A right length and fingerprint, so that what is spoilt inside is looked at.
    private static void Mend(byte[] message, int length)
    {
        if (length is < 28 or > StunMessage.MaxBytes || length % 4 != 0) return;
        (message[2], message[3]) = ((byte)(length - 20 >> 8), (byte)(length - 20));
        if (message[length - 8] != 0x80 || message[length - 7] != 0x28) return;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(
            message.AsSpan(length - 4), StunChecksum.Fingerprint(message.AsSpan(0, length - 8)));
    }

    private static bool IsSameUpToIntegrity(ReadOnlySpan<byte> original, ReadOnlySpan<byte> spoilt)
    {
        var integrity = original.LastIndexOf((ReadOnlySpan<byte>)[0x00, 0x08, 0x00, 0x14]);
        if (integrity < 0 || spoilt.Length < integrity + 24) return false;
        return original[..2].SequenceEqual(spoilt[..2]) && original[4..(integrity + 24)].SequenceEqual(spoilt[4..(integrity + 24)]);
    }

    private static AnswerOptions Options(bool isSending) => new()
    {
        Ice = new IceCredentials("abcdefgh", "abcdefghijklmnopqrstuvwx"),
        Fingerprint = DtlsFingerprint.Of([2]),
        Candidates = [new IPEndPoint(IPAddress.Loopback, 7480)],
        IsSending = isSending,
        UseRed = true,
    };

    private static byte[] Check()
    {
        var buffer = new byte[200];
        return buffer[..StunCheck.Write(buffer, new byte[12], new StunCredentials("cli"u8, "srv"u8, Password), 77, nominate: true)];
    }

    private static byte[] Refusal()
    {
        var buffer = new byte[200];
        _ = StunMessage.TryParse(Check(), out var request);
        return buffer[..StunResponses.WriteError(buffer, request, StunErrorCode.RoleConflict, Password)];
    }
}

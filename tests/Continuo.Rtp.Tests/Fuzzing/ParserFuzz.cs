using System.Text;
using Continuo.Audio;
using Continuo.Rtp.Sdp;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Fuzzing;

/// <summary>
/// Feeds spoilt inputs to every parser of outside bytes, each input at the edge of memory that may be read, and looks at all that the
/// parsers say. Throws if they contradict themselves; ends the process if they read elsewhere.
/// </summary>
public sealed class ParserFuzz(ulong seed) : IDisposable
{
    private const int MaxBytes = 2048;
    private const int TextEvery = 16;

    private readonly Mutator _mutator = new(seed);
    private readonly GuardedMemory _memory = new(MaxBytes);
    private readonly byte[] _buffer = new byte[MaxBytes];
    private long _sum;

    public long Inputs { get; private set; }

    public long RtpAccepted { get; private set; }

    public long RedAccepted { get; private set; }

    public long RtcpAccepted { get; private set; }

    public long SdpInputs { get; private set; }

    public long SdpAccepted { get; private set; }

    public void Run(long inputs)
    {
        for (var end = Inputs + inputs; Inputs < end; Inputs++)
        {
            if (Inputs % TextEvery == 0) OneText();
            else OnePacket();
        }
    }

    /// <summary>A digest of all that the parsers said: the same for the same seed.</summary>
    public long Digest => _sum;

    public void Dispose() => _memory.Dispose();

    private void OnePacket()
    {
        var packets = Corpus.Packets;
        var length = _mutator.Spoil(packets[_mutator.Below(packets.Count)], packets[_mutator.Below(packets.Count)], _buffer);
        var datagram = _memory.Place(_buffer.AsSpan(0, length), atEnd: _mutator.Below(4) > 0);
        if (RtpPacket.TryParse(datagram, out var packet))
        {
            RtpAccepted++;
            LookAt(packet, datagram.Length);
        }

        // What is a payload in one packet may be anything in another.
        LookAtRed(datagram);
        LookAtRtcp(datagram);
        _sum += RtpPacket.IsRtcp(datagram) ? 1 : 0;
    }

    private void LookAt(in RtpPacket packet, int bytes)
    {
        var views = RtpHeader.Bytes + packet.ContributorCount * 4 + packet.Extension.Length + packet.Payload.Length;
        if (views > bytes) throw new InvalidOperationException($"{views} bytes of views on {bytes} bytes");
        for (var i = 0; i < packet.ContributorCount; i++) _sum += packet.Contributor(i);
        Touch(packet.Extension);
        LookAtElements(new HeaderExtensionReader(packet.ExtensionProfile, packet.Extension), packet.Extension.Length);
        LookAtElements(new HeaderExtensionReader(HeaderExtensionReader.OneByteProfile, packet.Payload), packet.Payload.Length);
        LookAtElements(new HeaderExtensionReader(HeaderExtensionReader.TwoByteProfile, packet.Payload), packet.Payload.Length);
        Touch(packet.Payload);
        _sum += packet.Header.Timestamp;
        LookAtRed(packet.Payload);
    }

    private void LookAtElements(HeaderExtensionReader reader, int bytes)
    {
        while (reader.TryRead(out var id, out var value))
        {
            Touch(value);
            _sum += id + (AbsoluteCaptureTime.TryRead(value, out var time)
                ? (long)time.NtpTime
                : 0) + (RtpAudioLevel.TryRead(value, 3, out var level) ? level.Decibels : 0);
            bytes -= value.Length + 1;
            if (id == 0 || bytes < 0) throw new InvalidOperationException("an element without a number, or longer than its extension");
        }
    }

    private void LookAtRed(ReadOnlySpan<byte> payload)
    {
        if (!RedReader.TryParse(payload, out var red)) return;
        RedAccepted++;
        var bytes = 0;
        var last = -1;
        while (red.TryRead(out var block))
        {
            Touch(block.Payload);
            bytes += block.Payload.Length;
            last = block.Age;
        }

        if (last != 0 || bytes >= payload.Length)
        {
            throw new InvalidOperationException("the primary block is not the last, or blocks are longer than their payload");
        }
    }

    private void LookAtRtcp(ReadOnlySpan<byte> datagram)
    {
        var reader = new RtcpReader(datagram);
        var read = 0;
        while (reader.TryRead(out var packet))
        {
            read += 4 + packet.Body.Length;
            Touch(packet.Body);
            _sum += packet.TryGetSenderReport(out var report) ? report.CompactTime : 0;
            for (var i = 0; i < packet.ReportCount; i++) _sum += packet.Report(i).Jitter;
            for (var i = 0; i < packet.SourceCount; i++) Touch(packet.CanonicalName(packet.Source(i)));
            Touch(packet.CanonicalName(5));
        }

        if (read > datagram.Length) throw new InvalidOperationException($"{read} bytes of packets in {datagram.Length}");
        if (RtcpReader.IsWellFormed(datagram)) RtcpAccepted++;
    }

    private void OneText()
    {
        SdpInputs++;
        var texts = Corpus.Texts;
        var length = _mutator.Spoil(texts[_mutator.Below(texts.Count)], texts[_mutator.Below(texts.Count)], _buffer);
        try
        {
            var description = SdpReader.Parse(Encoding.UTF8.GetString(_buffer, 0, length));
            SdpAccepted++;
            foreach (var media in description.Media) _sum += media.Formats.Sum(f => f.Parameter("ptime")?.Length ?? 1);
        }
        catch (AudioException e) when (e.Code == AudioErrorCode.InvalidArgument)
        {
            // Refused, as it should be.
        }
    }

    private void Touch(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) _sum += b;
    }
}

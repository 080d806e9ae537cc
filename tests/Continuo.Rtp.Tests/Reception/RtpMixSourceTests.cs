using System.Globalization;
using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Recording;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sending;
using Continuo.Rtp.Sockets;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Rtp.Tests.Reception;

public sealed class RtpMixSourceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Everyone_who_sends_is_heard_and_who_leaves_is_taken_out()
    {
        var codec = CodecRegistry.Describe("L16", AudioFormat.Default, TimeSpan.FromMilliseconds(5));
        using var source = new RtpMixSource(new RtpReceiverOptions
        {
            Udp = new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) },
            Reception = new ReceptionOptions { Payloads = PayloadMap.Of(codec) },
        });
        source.Open();
        var port = source.Session!.Local.Port;
        using var first = Send(port, 400);
        using (Send(port, 1000))
        {
            Assert.True(ReadUntil(source, block => source.Inputs.Count == 2 && Level(block, 400) > 0.05 && Level(block, 1000) > 0.05),
                "they are not heard together");
        }

        Assert.True(
            ReadUntil(source, block => source.Inputs.Count == 1 && Level(block, 400) > 0.05 && Level(block, 1000) < 0.005),
            "who left is still there");
        Assert.Null(source.Inputs[0].Failure);
    }

    [Theory]
    [InlineData("rtp://:5004?all&ssrc=7")]
    [InlineData("rtp://:5004?all&until=bye")]
    public void One_source_cannot_be_chosen_of_all(string address)
    {
        var request = new SourceRequest(null, null, 480, null, SystemClock.Instance);
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => ReceiverAddress.OpenAll(AudioAddress.Parse(address), request)).Code);
    }

    private static Sender Send(int port, double hertz) => new(port, hertz);

    private static bool ReadUntil(RtpMixSource source, Func<float[], bool> condition)
    {
        var (block, end) = (new float[960], SystemClock.Instance.Now + (Patience.Ticks * 100));
        while (SystemClock.Instance.Now < end)
        {
            if (source.Read(block, TimeSpan.FromMilliseconds(100)).Status == SourceStatus.Data && condition(block)) return true;
        }

        return false;
    }

    /// <summary>The amplitude of a frequency in the left channel: a multiple of 100 Hz, of which a block holds whole periods.</summary>
    private static double Level(float[] block, double hertz)
    {
        var (sine, cosine) = (0.0, 0.0);
        for (var frame = 0; frame < 480; frame++)
        {
            var (s, c) = Math.SinCos(2 * Math.PI * hertz * frame / 48_000);
            sine += block[2 * frame] * s;
            cosine += block[2 * frame] * c;
        }

        return Math.Sqrt((sine * sine) + (cosine * cosine)) / 240;
    }

    private sealed class Sender : IDisposable
    {
        private readonly AudioStream _stream;
        private readonly Recorder _recorder;

        public Sender(int port, double hertz)
        {
            _stream = AudioStream.Open(
                string.Create(CultureInfo.InvariantCulture, $"tone:{hertz}?level=-20"),
                new StreamOptions { Channels = 2 });
            var address = AudioAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"rtp://127.0.0.1:{port}?codec=L16&ptime=5"));
            _recorder = Recorder.Start(_stream, RtpSenderSink.FromAddress(address, new SinkRequest(null, SystemClock.Instance)));
            _stream.Start();
        }

        public void Dispose()
        {
            _stream.Stop();
            Assert.True(_recorder.Completion.Wait(Patience));
            _stream.Dispose();
        }
    }
}

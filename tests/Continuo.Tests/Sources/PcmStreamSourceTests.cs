using System.IO.Pipes;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;
using Continuo.Tests.Pipes;
using FsCheck.Fluent;

namespace Continuo.Tests.Sources;

public class PcmStreamSourceTests
{
    private static readonly TimeSpan ForEver = TimeSpan.FromHours(10);
    private static readonly PcmFormat Mono16 = PcmFormat.Parse("s16le,44100,1");

    [Fact]
    public void However_the_bytes_arrive_and_are_read_the_frames_are_the_same()
    {
        var cases = from sample in Gen.Elements(Enum.GetValues<SampleType>())
                    from channels in Gen.Choose(1, 5)
                    from bytes in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
                    from portions in Gen.Choose(1, 50).ArrayOf()
                    from frames in Gen.Choose(1, 20)
                    select (Pcm: new PcmFormat(sample, new AudioFormat(8_000, channels)), bytes, portions, frames);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var expected = new float[c.bytes.Length / c.Pcm.FrameBytes * c.Pcm.Format.Channels];
            SampleConverter.Decode(c.bytes, c.Pcm.Sample, expected);
            using var source = new PcmStreamSource(new ScriptedStream(c.bytes, c.portions), c.Pcm, SystemClock.Instance);
            var samples = ReadAll(source, c.frames);
            return samples.AsSpan().SequenceEqual(expected) && source.DroppedBytes == c.bytes.Length % c.Pcm.FrameBytes;
        }).Holds();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_WAV_file_in_a_pipe_says_what_its_samples_are(bool hasSize)
    {
        var format = new AudioFormat(44_100, ChannelLayout.FromSpeakers(0xB));
        var samples = Enumerable.Range(0, 3 * 1000).Select(i => i / 4000f).ToArray();
        using var file = new MemoryStream();
        var writer = new Continuo.Sinks.WavWriter(file, new PcmFormat(SampleType.F32, format));
        writer.Write(samples);
        writer.Finish();
        var bytes = file.ToArray();
        if (!hasSize) BitConverter.GetBytes(uint.MaxValue).CopyTo(bytes, bytes.AsSpan().IndexOf("data"u8) + 4);
        else bytes = [.. bytes, .. "LIST"u8, 4, 0, 0, 0, 1, 2, 3, 4];
        using var source = new PcmStreamSource(new ScriptedStream(bytes, [7, 100, 3]), Mono16, SystemClock.Instance, detectsWav: true);
        Assert.Equal(samples, ReadAll(source, 100));
        Assert.Equal(format, source.Format);
    }

    [Fact]
    public void Raw_samples_stay_raw_whatever_their_frames()
    {
        for (var channels = 1; channels <= 9; channels++)
        {
            var pcm = new PcmFormat(SampleType.F32, new AudioFormat(48_000, channels));
            var samples = Enumerable.Range(0, channels * 20).Select(i => i / 512f).ToArray();
            var bytes = new byte[samples.Length * 4];
            SampleConverter.Encode(samples, SampleType.F32, bytes);
            using var source = new PcmStreamSource(new ScriptedStream(bytes, [5]), pcm, SystemClock.Instance, detectsWav: true);
            Assert.Equal(samples, ReadAll(source, 7));
        }
    }

    [Theory]
    [InlineData("OggS")]
    [InlineData("fLaC")]
    [InlineData("ID3\x3")]
    [InlineData("FORM")]
    public void Another_sound_file_in_a_pipe_is_refused_rather_than_played_as_noise(string magic)
    {
        byte[] bytes = [.. System.Text.Encoding.Latin1.GetBytes(magic), .. new byte[400]];
        using var source = new PcmStreamSource(new MemoryStream(bytes), Mono16, SystemClock.Instance, detectsWav: true);
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(source.Open).Code);
    }

    [Fact]
    public void More_than_any_buffer_holds_arrives_whole()
    {
        var bytes = new byte[1_000_003];
        new Random(1).NextBytes(bytes);
        var expected = new float[500_001];
        SampleConverter.Decode(bytes, SampleType.S16, expected);
        using var source = new PcmStreamSource(new MemoryStream(bytes), Mono16, SystemClock.Instance);
        Assert.Equal(expected, ReadAll(source, 4_800));
        Assert.Equal(1, source.DroppedBytes);
        Assert.Equal(SourceStatus.End, source.Read(new float[10], ForEver).Status);
    }

    [Fact]
    public async Task A_blocked_read_ends_when_it_is_interrupted_and_nothing_is_lost_when_opened_again()
    {
        using var pipe = new AnonymousPipeServerStream();
        using var source = new PcmStreamSource(
            new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle),
            Mono16, SystemClock.Instance);
        source.Open();
        pipe.Write([1, 0, 2]); // a frame, and half of the next
        Assert.Equal(1, source.Read(new float[10], ForEver).Frames);
        for (var round = 0; round < 20; round++)
        {
            var blocked = Task.Factory.StartNew(() => source.Read(new float[10], ForEver), CancellationToken.None,
                TaskCreationOptions.LongRunning, TaskScheduler.Default);
            source.Interrupt();
            Assert.Equal(SourceStatus.Nothing, (await blocked.WaitAsync(TimeSpan.FromSeconds(30))).Status);
            Assert.Equal(SourceStatus.Nothing, source.Read(new float[10], ForEver).Status);
            source.Open();
        }

        pipe.Write([0, 3, 0]);
        var samples = new float[10];
        var frames = 0;
        while (frames < 2) frames += source.Read(samples.AsSpan(frames), ForEver).Frames;
        Assert.Equal([2 / 32768f, 3 / 32768f], samples[..2]);
    }

    [Fact]
    public void A_read_gives_up_when_its_time_is_over()
    {
        using var pipe = new AnonymousPipeServerStream();
        var clock = new VirtualClock();
        using var source = new PcmStreamSource(new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle), Mono16, clock);
        source.Open();
        Assert.Equal(SourceStatus.Nothing, source.Read(new float[10], TimeSpan.FromMilliseconds(100)).Status);
        Assert.Equal(100_000_000, clock.Now);
    }

    [Fact]
    public void A_failing_stream_is_reported_after_its_last_frame()
    {
        using var source = new PcmStreamSource(new ScriptedStream([1, 0], [], new IOException("Torn.")), Mono16, SystemClock.Instance);
        source.Open();
        Assert.Equal(1, source.Read(new float[10], ForEver).Frames);
        var failure = Assert.Throws<AudioException>(() => source.Read(new float[10], ForEver));
        Assert.Equal(AudioErrorCode.InputOutput, failure.Code);
        Assert.Contains("Torn", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        using var source = new PcmStreamSource(new MemoryStream(new byte[2_000_000]), Mono16, SystemClock.Instance);
        source.Open();
        var samples = new float[480];
        Assert.Equal(0, LeastAllocated.Bytes(() => source.Read(samples, ForEver)));
    }

    [Fact]
    public void The_address_states_the_format_or_takes_that_of_the_request()
    {
        var request = new SourceRequest(16_000, null, 480, null, SystemClock.Instance);
        using var stated = PcmStreamSource.FromAddress(AudioAddress.Parse("-?format=s24,96000,6"), request);
        using var asked = PcmStreamSource.FromAddress(AudioAddress.Parse("-"), request);
        Assert.Equal(new AudioFormat(96_000, 6), stated.Format);
        Assert.Equal(new AudioFormat(16_000, 2), asked.Format);
        Assert.Contains("f32le,16000,2", asked.Description, StringComparison.Ordinal);
        Assert.Equal(SourcePace.Peer, asked.Pace);
        Assert.Throws<AudioException>(() => PcmStreamSource.FromAddress(AudioAddress.Parse("-?format=mp3"), request));
        Assert.Throws<AudioException>(() => PcmStreamSource.FromAddress(AudioAddress.Parse("-?loop"), request));
    }

    private static float[] ReadAll(PcmStreamSource source, int portion)
    {
        source.Open();
        var samples = new List<float>();
        var buffer = new float[portion * source.Format.Channels];
        SourceRead read;
        while ((read = source.Read(buffer, ForEver)).Status == SourceStatus.Data)
        {
            samples.AddRange(buffer.AsSpan(0, read.Frames * source.Format.Channels));
        }

        Assert.Equal(SourceStatus.End, read.Status);
        return [.. samples];
    }
}

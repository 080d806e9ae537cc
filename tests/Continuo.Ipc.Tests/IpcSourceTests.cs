using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Ipc.Tests;

/// <summary>The client in real time; what is awaited is an event, however long it takes.</summary>
public sealed class IpcSourceTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("continuo-ipc-").FullName;

    private string SocketPath => Path.Combine(_directory, "audio.sock");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_stream_of_another_process_is_a_source_like_any_other()
    {
        using var ring = new AudioRing(AudioFormat.Default, 480, 200);
        using var server = Serve(ring);
        using var source = Source("codec=s16&");
        source.Open();
        Assert.Equal((AudioFormat.Default, SourcePace.Device), (source.Format, source.Pace));
        ring.Write(new float[960], new ChunkHeader { CaptureTime = 123_456_789 });
        var read = source.Read(new float[960], Long);
        Assert.Equal((SourceStatus.Data, 480, 123_456_789L), (read.Status, read.Frames, read.CaptureTime));
        ring.Complete();
        Assert.Equal(SourceStatus.End, source.Read(new float[960], Long).Status);
    }

    [Theory]
    [InlineData("FL FR FC LFE", "FL FR FC LFE")]
    [InlineData("FL FR FC LFE BL BR", "FL FR FC LFE BL BR")]
    [InlineData("", "- - -")]
    public void The_speakers_of_the_channels_travel_with_them(string speakers, string expected)
    {
        var mask = speakers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(0u, (bits, name) => bits | BitOf(name));
        var layout = mask == 0 ? ChannelLayout.Unnamed(3) : ChannelLayout.FromSpeakers(mask);
        using var ring = new AudioRing(new AudioFormat(48_000, layout), 480, 200);
        using var server = Serve(ring);
        using var source = Source();

        source.Open();

        Assert.Equal(layout, source.Format.Layout);
        Assert.Equal(
            expected,
            string.Join(' ', Enumerable.Range(0, layout.Channels).Select(i => ChannelLayout.NameOf(source.Format.Layout[i]))));

        static uint BitOf(string name) =>
            1u << (int)Enumerable.Range(0, 18).Select(i => (Speaker)i).First(s => ChannelLayout.NameOf(s) == name);
    }

    [Fact]
    public void A_server_that_dies_is_lost_and_the_next_one_found()
    {
        using var ring = new AudioRing(AudioFormat.Default, 480, 200);
        using var source = Source();
        var server = Serve(ring);
        source.Open();
        Kill(server);
        Assert.Equal(SourceStatus.Lost, ReadOn(source));
        Assert.NotEmpty(((IpcSource)source).LastFault);

        // It comes back while the source is trying.
        var opening = Task.Run(source.Open, TestContext.Current.CancellationToken);
        using var next = Serve(ring);
        Assert.True(opening.Wait(Long, TestContext.Current.CancellationToken));
        ring.Write(new float[960], default);
        Assert.Equal(480, source.Read(new float[960], Long).Frames);
    }

    [Fact]
    public void A_server_that_comes_back_with_another_rate_is_refused_and_one_with_the_right_one_taken()
    {
        using var ring = new AudioRing(AudioFormat.Default, 480, 200);
        using var other = new AudioRing(new AudioFormat(44_100, 2), 441, 200);
        using var source = Source();
        Kill(Serve(ring, source.Open));
        Assert.Equal(SourceStatus.Lost, ReadOn(source));
        using (Serve(other)) Assert.Contains("44100", Code(AudioErrorCode.Unsupported, source.Open), StringComparison.Ordinal);
        using var right = Serve(ring);
        source.Open();
        Assert.Equal(AudioFormat.Default, source.Format);
    }

    [Fact]
    public void Without_a_server_the_error_tells_what_to_do_and_with_a_wait_it_is_waited_for()
    {
        using var source = Source();
        Assert.Contains("serve-ipc", Code(AudioErrorCode.NotFound, source.Open), StringComparison.Ordinal);

        using var patient = Source(wait: Long);
        var opening = Task.Run(patient.Open, TestContext.Current.CancellationToken);
        using var ring = new AudioRing(AudioFormat.Default, 480, 200);
        using var server = Serve(ring);
        Assert.True(opening.Wait(Long, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void An_interruption_ends_waiting_for_a_server_and_for_audio()
    {
        using var patient = Source(wait: Long);
        var opening = Task.Run(() => Assert.Throws<OperationCanceledException>(patient.Open), TestContext.Current.CancellationToken);
        while (!opening.IsCompleted)
        {
            patient.Interrupt();
            opening.Wait(1, TestContext.Current.CancellationToken);
        }

        using var ring = new AudioRing(AudioFormat.Default, 480, 200);
        using var server = Serve(ring);
        using var source = Source();
        source.Open();
        source.Interrupt();
        Assert.Equal(SourceStatus.Nothing, source.Read(new float[960], Long).Status);
    }

    [Fact]
    public void Who_listens_there_and_speaks_something_else_is_found_out()
    {
        using var listener = SocketPair.Unix();
        listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(SocketPath));
        listener.Listen(4);
        using var source = Source();
        var answering = Task.Run(
            () =>
            {
                using var peer = listener.Accept();
                peer.Send("HTTP/1.1 400 Bad Request, and quite some words behind it\r\n\r\n"u8);
                peer.Receive(new byte[100]);
            },
            TestContext.Current.CancellationToken);
        Assert.Contains("does not use this protocol", Code(AudioErrorCode.Unsupported, source.Open), StringComparison.Ordinal);
        answering.Wait(Long, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("ipc:", AudioErrorCode.InvalidArgument)]
    [InlineData("ipc:/tmp/x?codec=mp3", AudioErrorCode.Unsupported)]
    [InlineData("ipc:/tmp/x?bitrate=64000", AudioErrorCode.InvalidArgument)]
    [InlineData("ipc:/tmp/x?codec=opus&bitrate=1", AudioErrorCode.InvalidArgument)]
    [InlineData("ipc:/tmp/x?colour=red", AudioErrorCode.InvalidArgument)]
    public void A_wrong_address_is_refused_with_what_is_wrong(string address, AudioErrorCode code)
    {
        var request = new StreamOptions().ToSourceRequest();
        Assert.Equal(
            code,
            Assert.Throws<AudioException>(() => new AudioSystem().UseIpc().CreateSource(AudioAddress.Parse(address), request)).Code);
    }

    [Fact]
    public void An_outage_is_a_gap_of_the_stream()
    {
        using var ring = new AudioRing(AudioFormat.Default, 480, 200);
        var server = Serve(ring);
        using var stream = AudioStream.Open(
            $"ipc:{SocketPath}?silence=60000", new StreamOptions { RealTimePriority = false }, new AudioSystem().UseIpc());
        using var reader = stream.OpenReader();
        stream.Start();
        var began = SystemClock.Instance.Now;
        WriteUntil(ring, began, () => stream.Statistics.Chunks > 2);
        Kill(server);
        using var next = Serve(ring);
        WriteUntil(ring, began, () => stream.Statistics.Gaps > 0 && stream.Statistics.Reconnects > 0);
        stream.Stop();
        long gap = 0;
        while (reader.TryRead(out var chunk) == ReadStatus.Chunk)
        {
            if (chunk.Gap.Reason == GapReason.Outage) gap += chunk.Gap.Frames;
        }

        Assert.True(gap > 0);
    }

    /// <summary>Writes chunks whose times are those of their positions, in real time or later, as long as it takes.</summary>
    private static void WriteUntil(AudioRing ring, long began, Func<bool> condition)
    {
        var deadline = Environment.TickCount64 + (long)Long.TotalMilliseconds;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < deadline);
            Thread.Sleep(10);
            var position = AudioFormat.Default.ToFrames(SystemClock.Instance.Now - began);
            ring.Write(
                new float[960],
                new ChunkHeader { Position = position, CaptureTime = began + AudioFormat.Default.ToNanoseconds(position) });
        }
    }

    private static SourceStatus ReadOn(IAudioSource source)
    {
        SourceRead read;
        do read = source.Read(new float[960], Long);
        while (read.Status == SourceStatus.Data);
        return read.Status;
    }

    private static string Code(AudioErrorCode code, Action open)
    {
        var error = Assert.Throws<AudioException>(open);
        Assert.Equal(code, error.Code);
        return error.Message;
    }

    private IpcServer Serve(AudioRing ring, Action? then = null)
    {
        var server = new IpcServer(SocketPath, ring, new IpcServerOptions { Silence = Long, Budget = Long });
        server.Start();
        then?.Invoke();
        return server;
    }

    /// <summary>Ends a server as if it had been killed: its clients are told nothing.</summary>
    private static void Kill(IpcServer server) => server.Abandon();

    private IAudioSource Source(string options = "", TimeSpan? wait = null) => new AudioSystem().UseIpc().CreateSource(
        AudioAddress.Parse($"ipc:{SocketPath}?{options}silence=60000"),
        new StreamOptions { WaitForAppearance = wait }.ToSourceRequest());
}

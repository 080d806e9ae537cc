using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Ipc.Wire;
using Continuo.Sources;

namespace Continuo.Ipc.Tests;

public sealed class IpcServerTests
{
    [Fact]
    public async Task It_is_started_once_and_disposed_any_number_of_times()
    {
        using var fixture = new ServerFixture();
        fixture.Server.Start();
        Assert.Throws<InvalidOperationException>(fixture.Server.Start);
        await fixture.Server.DisposeAsync();
        fixture.Server.Dispose();
        Assert.Throws<ObjectDisposedException>(fixture.Server.Start);
        Assert.True(fixture.Server.Drain(TimeSpan.Zero));
        Assert.Empty(fixture.Server.GetStatistics().Clients);
        Assert.False(File.Exists(fixture.Path));
    }

    [Theory]
    [InlineData((int)IpcCodec.F32, 0)]
    [InlineData((int)IpcCodec.S16, 0)]
    [InlineData((int)IpcCodec.F32, 100)] // 480 frames are no multiple of it
    public void Pcm_arrives_bit_for_bit_at_every_client(int codec, int frames)
    {
        using var fixture = new ServerFixture();
        using var first = fixture.Connect((IpcCodec)codec, frames: frames);
        for (var i = 0; i < 30; i++) Tick(fixture, first);
        using var second = fixture.Connect((IpcCodec)codec, frames: frames);
        using var mono = fixture.Connect((IpcCodec)codec, channels: 1, frames: frames);
        for (var i = 0; i < 30; i++) Tick(fixture, first, second, mono);
        Assert.Equal(60 * ServerFixture.ChunkFrames, first.Frames);
        Assert.Equal(30 * ServerFixture.ChunkFrames, second.Frames);
        Assert.Equal(30 * ServerFixture.ChunkFrames, mono.Frames);
        Assert.Equal(0, first.GapFrames + second.GapFrames + mono.GapFrames);
        Assert.Equal((1, 2), (mono.Config.Channels, first.Config.Channels));
    }

    [Theory]
    [InlineData(120)]
    [InlineData(480)]
    [InlineData(0)] // 20 ms: two chunks
    [InlineData(2880)]
    public void Opus_arrives_whole_in_its_place_and_in_tune(int frames)
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect(IpcCodec.Opus, frames: frames);
        var heard = new List<float>();
        for (var i = 0; i < 60; i++)
        {
            fixture.WriteTone();
            fixture.Step();
            Assert.Equal(SourceStatus.Nothing, client.Process(fixture.Clock.Now, heard));
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        fixture.Ring.Complete();
        fixture.Step();
        Assert.Equal(SourceStatus.End, client.Process(fixture.Clock.Now, heard));
        var packet = frames == 0 ? 960 : frames;
        Assert.Equal(packet, client.Config.Frames);
        Assert.InRange(client.Frames, fixture.Position, fixture.Position + 2 * packet + 480);
        Assert.Equal(0, client.GapFrames);
        var crossings = 0;
        for (var i = 9602; i < 9600 + 2 * 14_400; i += 2) crossings += heard[i - 2] < 0 && heard[i] >= 0 ? 1 : 0;
        Assert.InRange(crossings, 299, 301); // 0.3 s of 1 kHz
        Assert.InRange(heard.Skip(9600).Take(28_800).Max(), 0.4f, 0.75f); // short packets overshoot
    }

    [Fact]
    public void A_gap_in_opus_keeps_its_place()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect(IpcCodec.Opus);
        var heard = new List<float>();
        for (var i = 0; i < 41; i++)
        {
            fixture.WriteTone(gap: i == 21 ? 100_000 : 0);
            fixture.Step();
            client.Process(fixture.Clock.Now, heard);
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        // What of the gap fell into the packet that was begun is silence in it.
        Assert.Equal(100_000 - 480, client.GapFrames);
    }

    [Theory]
    [InlineData(44_100, 2)]
    [InlineData(48_000, 3)]
    public void Opus_of_what_it_cannot_code_is_refused(int rate, int channels)
    {
        using var fixture = new ServerFixture(format: new AudioFormat(rate, channels));
        using var socket = fixture.ConnectRaw();
        socket.Send(Request(IpcConfig.NewRequest(clientSends: false, IpcCodec.Opus)));
        fixture.Step();
        Assert.Equal(IpcErrorCode.Unsupported, ErrorTo(socket));
    }

    [Fact]
    public void A_gap_of_the_source_is_a_gap_of_the_client()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect();
        Tick(fixture, client);
        fixture.Write(gap: 1234);
        Tick(fixture, client);
        Assert.Equal(1234, client.GapFrames);
        Assert.Equal(fixture.Position, client.Position);
    }

    [Fact]
    public void A_stalled_client_loses_its_own_audio_then_its_connection_and_delays_no_one()
    {
        using var fixture = new ServerFixture();
        using var stalled = fixture.Connect();
        using var healthy = fixture.Connect();
        var dropped = 0L;
        for (var i = 0; i < 150 && fixture.Server.Clients == 2; i++)
        {
            fixture.Write();
            for (var ms = 0; ms < 10; ms++)
            {
                fixture.Step();

                // In the very step after the chunk was written, whatever the other one does.
                Assert.Equal(SourceStatus.Nothing, healthy.Read(fixture.Clock.Now));
                Assert.Equal(fixture.Position, healthy.Position);
                KeepAlive(stalled, fixture.Clock.Now);
                fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
            }

            if (fixture.Server.GetStatistics().Clients is [var slow, _]) dropped = Math.Max(dropped, slow.DroppedChunks);
        }

        Assert.True(dropped > 50, $"{dropped} chunks were given up");
        Assert.Equal(1, fixture.Server.Clients);
        Assert.Equal(1, fixture.Server.Faults[IpcFault.TooSlow]);
        Assert.Equal(0, healthy.GapFrames);
    }

    [Fact]
    public void A_slow_client_learns_exactly_what_it_lost()
    {
        using var fixture = new ServerFixture();
        using var slow = fixture.Connect();
        Tick(fixture, slow);
        for (var i = 0; i < 40; i++)
        {
            fixture.Tick();
            KeepAlive(slow, fixture.Clock.Now);
        }

        for (var i = 0; i < 10; i++) Tick(fixture, slow);
        Assert.Equal(fixture.Position, slow.Position);
        Assert.True(slow.GapFrames > 20 * ServerFixture.ChunkFrames, $"{slow.GapFrames} frames");
        Assert.Equal(fixture.Position, slow.Frames + slow.GapFrames);
        var report = Assert.Single(fixture.Server.GetStatistics().Clients);
        Assert.Equal(slow.GapFrames, report.GapFrames);
        Assert.Equal(slow.Frames, report.Frames);
    }

    [Fact]
    public void A_client_that_says_nothing_is_dead_after_900_ms()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect();
        var since = fixture.Clock.Now;
        while (fixture.Server.Clients > 0 && fixture.Clock.Now - since < 10_000_000_000)
        {
            fixture.Step();
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(fixture.Clock.Now - since, 900_000_000, 905_000_000);
        Assert.Equal(1, fixture.Server.Faults[IpcFault.TimedOut]);
        Assert.NotEqual(SourceStatus.Nothing, client.Read(fixture.Clock.Now));
        Assert.Equal(IpcFault.Refused, client.Fault);
        Assert.Equal(IpcErrorCode.TooSlow, client.Link.Refusal.Code);
    }

    [Fact]
    public void A_client_of_a_quiet_server_stays_as_both_sides_say_that_they_live()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect();
        for (var i = 0; i < 5000; i++)
        {
            fixture.Step();
            Assert.Equal(SourceStatus.Nothing, client.Read(fixture.Clock.Now));
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(1, fixture.Server.Clients);
        Tick(fixture, client);
        Assert.Equal(ServerFixture.ChunkFrames, client.Frames);
    }

    [Fact]
    public void A_client_that_never_says_what_it_wants_or_only_half_is_sent_away()
    {
        using var fixture = new ServerFixture();
        using var silent = fixture.ConnectRaw();
        using var half = fixture.ConnectRaw();
        half.Send(Request().AsSpan(0, 20));
        for (var i = 0; i < 2100; i++)
        {
            fixture.Step();
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(1, fixture.Server.Faults[IpcFault.NoConfig]);
        Assert.Equal(1, fixture.Server.Faults[IpcFault.Unfinished]);
        Assert.Equal(IpcErrorCode.TooSlow, ErrorTo(silent));
        Assert.Equal(IpcErrorCode.TooSlow, ErrorTo(half));
    }

    [Fact]
    public void The_end_of_the_ring_is_reported_after_its_last_frame()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect();
        fixture.Write();
        fixture.Write();
        fixture.Ring.Complete();
        fixture.Step();
        Assert.Equal(SourceStatus.End, client.Read(fixture.Clock.Now));
        Assert.Equal(fixture.Position, client.Position);
        Assert.Equal(0, fixture.Server.Clients);
        Assert.Empty(fixture.Server.GetStatistics().Faults);
    }

    [Theory]
    [InlineData(2, 4, 44_100, (int)IpcErrorCode.Unsupported)] // a rate that it does not have, stated
    [InlineData(0, 9, 0, (int)IpcErrorCode.Version)] // versions 9…9
    [InlineData(2, 2, 48_000, (int)IpcErrorCode.Unsupported)] // who wants to talk
    public void What_cannot_be_had_is_refused_with_words(int direction, int lowest, int rate, int code)
    {
        using var fixture = new ServerFixture();
        using var socket = fixture.ConnectRaw();
        var clientSends = direction == 2 && lowest == 2;
        var wish = IpcConfig.NewRequest(
            clientSends, clientSends ? IpcCodec.F32 : IpcCodec.Any, rate, clientSends ? 2 : 0, clientSends ? 480 : 0);
        if (lowest == 9) wish = wish with { LowestVersion = 9, HighestVersion = 9 };
        socket.Send(Request(wish));
        fixture.Step();
        Assert.Equal((IpcErrorCode)code, ErrorTo(socket));
        Assert.Equal(0, fixture.Server.Clients);
        using var next = fixture.Connect();
        Assert.Equal(1, fixture.Server.Clients);
    }

    [Theory]
    [InlineData((int)IpcMessageType.Config, 16, (int)IpcErrorCode.Unexpected)]
    [InlineData((int)IpcMessageType.Audio, 480, (int)IpcErrorCode.Unexpected)]
    [InlineData((int)IpcMessageType.Audio, 65_536, (int)IpcErrorCode.Unexpected)]
    [InlineData((int)IpcMessageType.Ack, 0, (int)IpcErrorCode.Malformed)] // of what was never sent
    public void What_a_listener_must_not_say_ends_its_connection_only(int type, int length, int code)
    {
        using var fixture = new ServerFixture();
        using var other = fixture.Connect();
        using var client = fixture.Connect();
        var sequence = type == (int)IpcMessageType.Ack ? 99 : 0;
        client.Link.Agree(1, type == 1 ? 0 : client.Link.Stream, 4000, length);
        Assert.True(client.Link.Send(new IpcHeader((IpcMessageType)type, length, client.Link.Stream, sequence), 0));
        Tick(fixture, other);
        Assert.Equal(SourceStatus.Lost, client.Read(fixture.Clock.Now));
        Assert.Equal((IpcErrorCode)code, client.Link.Refusal.Code);
        Assert.Equal(1, fixture.Server.Clients);
    }

    [Fact]
    public void More_clients_than_allowed_are_informed_and_room_comes_back()
    {
        using var fixture = new ServerFixture(new IpcServerOptions { MaxClients = 2 });
        using var first = fixture.Connect();
        using var second = fixture.Connect();
        using var third = fixture.ConnectRaw();
        fixture.Step();
        Assert.Equal(IpcErrorCode.Busy, ErrorTo(third));
        first.Dispose();
        fixture.Step();
        using var fourth = fixture.Connect();
        Assert.Equal(2, fixture.Server.Clients);
    }

    [Fact]
    public void The_socket_is_for_this_user_alone_and_goes_with_the_server()
    {
        using var fixture = new ServerFixture();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(fixture.Path));
        fixture.Server.Dispose();
        Assert.False(File.Exists(fixture.Path));
    }

    [Fact]
    public void A_dead_servers_socket_is_replaced_a_living_ones_and_other_files_are_left_alone()
    {
        using var fixture = new ServerFixture();
        Assert.Equal(AudioErrorCode.AccessDenied, Assert.Throws<AudioException>(() => new IpcServer(fixture.Path, fixture.Ring)).Code);

        // A socket that was bound and whose owner is gone without taking it away.
        var stale = fixture.Path + ".stale";
        var bound = SocketPair.Unix();
        bound.Bind(new UnixDomainSocketEndPoint(fixture.Path + ".x"));
        File.Move(fixture.Path + ".x", stale);
        bound.Dispose();
        using (new IpcServer(stale, fixture.Ring)) Assert.True(File.Exists(stale));

        File.WriteAllText(stale, "not a socket");
        var refused = Assert.Throws<AudioException>(() => new IpcServer(stale, fixture.Ring));
        Assert.Equal(AudioErrorCode.AccessDenied, refused.Code);
        Assert.Equal("not a socket", File.ReadAllText(stale));
        Assert.Equal(
            AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => new IpcServer("/nowhere/at/all.sock", fixture.Ring)).Code);
        Assert.Equal(
            AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new IpcServer("/tmp/" + new string('x', 200), fixture.Ring)).Code);
    }

    [Fact]
    public void Serving_and_receiving_allocate_nothing_per_message()
    {
        using var fixture = new ServerFixture();
        using var a = fixture.Connect();
        using var b = fixture.Connect(IpcCodec.S16);
        using var c = fixture.Connect(IpcCodec.Opus);
        var heard = new List<float>(10_000);
        Func<long, float> expected = ServerFixture.Value;
        void Pass()
        {
            for (var i = 0; i < 100; i++)
            {
                fixture.Tick();
                a.Read(fixture.Clock.Now, expected, 0);
                b.Read(fixture.Clock.Now, expected, 0);
                c.Process(fixture.Clock.Now, heard);
                heard.Clear();
            }
        }

        Pass();
        Assert.Equal(0, LeastAllocated.Bytes(Pass, calls: 1));
        Assert.Equal(300 * ServerFixture.ChunkFrames, a.Frames);
    }

    private static byte[] Request(IpcConfig? wish = null)
    {
        var bytes = new byte[IpcHeader.Bytes + IpcConfig.Bytes];
        new IpcHeader(IpcMessageType.Config, IpcConfig.Bytes).WriteTo(bytes);
        (wish ?? IpcConfig.NewRequest(clientSends: false)).WriteTo(bytes.AsSpan(IpcHeader.Bytes));
        return bytes;
    }

    private static IpcErrorCode ErrorTo(Socket socket)
    {
        using var link = new IpcLink(socket, 0);
        while (link.TryReceive(0, out _))
        {
        }

        Assert.Equal(IpcFault.Refused, link.Fault);
        Assert.NotEmpty(link.Refusal.Text);
        return link.Refusal.Code;
    }

    /// <summary>Says that it lives, and takes nothing.</summary>
    private static void KeepAlive(TestListener client, long now)
    {
        if (now - client.Link.LastSent >= IpcLimits.Heartbeat)
        {
            client.Link.Send(new IpcHeader(IpcMessageType.Heartbeat, 0, client.Link.Stream), now);
        }
    }

    private static void Tick(ServerFixture fixture, params TestListener[] clients)
    {
        fixture.Tick();
        foreach (var client in clients) Assert.Equal(SourceStatus.Nothing, client.Read(fixture.Clock.Now));
    }
}

using System.Net.Sockets;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Engine.Client;
using Continuo.Engine.Hosting;
using Continuo.Mixing;

namespace Continuo.Engine.Tests.Hosting;

public partial class EngineServerTests
{
    [Fact]
    public void Another_user_cannot_open_the_socket()
    {
        if (OperatingSystem.IsWindows()) return;
        using var fixture = new ServerFixture();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(fixture.Path));
    }

    [Fact]
    public void A_second_engine_at_the_same_place_is_refused_and_disturbs_nothing()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect();
        var input = client.Play("tone:440");
        var refused = Assert.Throws<AudioException>(() => new EngineServer(fixture.Engine, fixture.Path));
        Assert.Contains("another engine", refused.Happened, StringComparison.Ordinal);
        Assert.Equal(input, client.GetStatistics(input).Input);
        fixture.MustServe();
    }

    [Fact]
    public void Of_many_that_start_at_once_one_gets_the_place()
    {
        using var fixture = new ServerFixture();
        var path = fixture.Path + "2";
        var servers = new EngineServer?[8];
        Parallel.For(0, servers.Length, new ParallelOptions { MaxDegreeOfParallelism = servers.Length }, i =>
        {
            try
            {
                servers[i] = new EngineServer(fixture.Engine, path);
            }
            catch (AudioException)
            {
                // Another was first.
            }
        });
        var won = Assert.Single(servers, s => s is not null)!;
        won.Serve();
        EngineClient.Connect(path).Dispose();
        won.Dispose();
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void What_a_dead_engine_left_is_replaced()
    {
        using var fixture = new ServerFixture();
        var path = fixture.Path + "2";
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path));
            File.Move(path, path + ".kept"); // a socket that is closed takes its file away; one that is killed does not
        }

        File.Move(path + ".kept", path);
        Assert.Equal(AudioErrorCode.ServerUnavailable, Assert.Throws<AudioException>(() => EngineClient.Connect(path)).Code);
        using var server = new EngineServer(fixture.Engine, path);
        server.Serve();
        EngineClient.Connect(path).Dispose();
    }

    [Fact]
    public void A_file_that_is_no_socket_and_a_socket_of_another_user_are_left_alone()
    {
        using var fixture = new ServerFixture();
        var path = fixture.Path + ".txt";
        File.WriteAllText(path, "kept");
        Assert.Equal(AudioErrorCode.AccessDenied, Assert.Throws<AudioException>(() => new EngineServer(fixture.Engine, path)).Code);
        Assert.Equal("kept", File.ReadAllText(path));

        // Only root can give files away; others meet the same check at a path of root's.
        var foreign = fixture.Path + ".foreign";
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(foreign));
        if (ChangeOwner(foreign, 65534, 65534) != 0) return;
        var refused = Assert.Throws<AudioException>(() => new EngineServer(fixture.Engine, foreign));
        Assert.Contains("another user", refused.Happened, StringComparison.Ordinal);
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public void An_impossible_path_is_refused()
    {
        using var fixture = new ServerFixture();
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new EngineServer(fixture.Engine, fixture.Path + new string('x', 200))).Code);
        Assert.Equal(AudioErrorCode.AccessDenied,
            Assert.Throws<AudioException>(() => new EngineServer(fixture.Engine, "/proc/none/engine.sock")).Code);
        Assert.Equal(AudioErrorCode.ServerUnavailable,
            Assert.Throws<AudioException>(() => EngineClient.Connect(fixture.Path + "none")).Code);
    }

    [Fact]
    public void What_a_client_feeds_and_plays_goes_with_it_except_what_shall_stay()
    {
        using var fixture = new ServerFixture();
        var client = fixture.Connect();
        client.Play("tone:440");
        client.Play("tone:880", detach: true);
        var stream = client.OpenStream("stream", TimeSpan.FromMilliseconds(40));
        stream.Write(new float[4800]);
        Assert.Equal(3, client.GetStatistics().Inputs);
        client.Dispose();
        EngineFixture.Await(() => fixture.Engine.Inputs.Count == 1);
        Assert.Equal("tone:880", fixture.Engine.Inputs[0].Name);
        Assert.Equal(AudioErrorCode.ServerUnavailable, Assert.Throws<AudioException>(() => client.GetStatistics()).Code);
        stream.Dispose();
        fixture.MustServe();
    }

    [Fact]
    public void Settings_are_set_and_absurd_ones_refused()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect();
        var input = client.Play("tone:440");
        client.Set(input, new TrackSettings { GainDb = -6, Pan = 0.5, Mute = true });
        Assert.Equal(new TrackSettings { GainDb = -6, Pan = 0.5, Mute = true }, fixture.Engine.Find(input).Track.Settings);
        foreach (var absurd in new[] { new TrackSettings { GainDb = double.NaN }, new TrackSettings { GainDb = 1e300 },
            new TrackSettings { Pan = -2 }, new TrackSettings { Pan = double.PositiveInfinity } })
        {
            Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => client.Set(input, absurd)).Code);
        }

        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => client.Set(99, TrackSettings.Default)).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => client.Play("nonsense:")).Code);
        // No backend is registered here.
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => client.Play("app:firefox")).Code);
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(() => client.Play("null:")).Code); // a sink only
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => client.Play(new string('x', 5000))).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => client.OpenStream("", TimeSpan.Zero)).Code);
        fixture.MustServe();
    }

    [Fact]
    public void A_writer_learns_that_the_engine_has_ended()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect();
        using var stream = client.OpenStream("stream", TimeSpan.FromMilliseconds(40));
        var writing = EngineFixture.WriteUntilItFails(stream);
        EngineFixture.Await(() => stream.FramesWritten > 4800);
        fixture.Server.Dispose();
        fixture.Engine.Dispose();
        Assert.True(writing.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(AudioErrorCode.ServerUnavailable, writing.Result.Code);
        Assert.False(client.IsAlive);
    }

    [Fact]
    public void Samples_that_are_no_numbers_are_played_as_silence()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect();
        using var stream = client.OpenStream("bad", TimeSpan.FromMilliseconds(20));
        var bad = new float[960];
        (bad[0], bad[1], bad[2], bad[3]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f);
        for (var i = 0; i < 5; i++) stream.Write(bad);
        EngineFixture.Await(() => client.GetStatistics(stream.Input).BadSamples >= 12);
        Assert.Equal(double.NegativeInfinity, client.GetStatistics().TruePeakDb);
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}

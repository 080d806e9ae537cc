using Continuo.Audio;
using Continuo.Clocks;
using Continuo.IntegrationTests.Audio;
using Continuo.IntegrationTests.Servers;
using Continuo.Playing;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.IntegrationTests.Pulse;

/// <summary>
/// Whether a player's position is what is heard, by the server's own word: a click is overheard at the output, and its time there compared.
/// </summary>
public abstract class PlaybackPositionTests(AudioServerFixture server) : IDisposable
{
    private const int Rate = 48_000;
    private const int Fragment = 480; // a monitor's frame counts as captured a fragment before it is heard

    /// <summary>After each test.</summary>
    public void Dispose()
    {
        server.EndPlayers();
        GC.SuppressFinalize(this);
    }

    /// <summary>How far the position may be off, in milliseconds.</summary>
    protected abstract double Tolerance { get; }

    [Fact]
    [RealTimeTest("the server's clock is compared with the wall clock, to a millisecond")]
    public void The_position_is_what_is_heard()
    {
        var ahead = TimeSpan.FromMilliseconds(100);
        using var listener = new SourceReader("device:virt.monitor", server.Audio);
        using var player = new Player(new AudioFormat(Rate, 2), PlaybackOptions.Balanced with { WriteAhead = ahead, MaxLag = ahead });
        player.Add(new ClickSource(seconds: 6), "clicks");
        using var playback = new Playback(
            player,
            server.Audio.CreateSink(AudioAddress.Parse("device:virt"), new SinkRequest(null, SystemClock.Instance)));
        var positions = new List<(long Time, long Position)>();
        listener.ReadFrames(Rate / 2);
        playback.Start();
        player.Play();
        while (player.State != PlayerState.Ended)
        {
            Assert.NotEqual(SourceStatus.Lost, listener.Read().Status);
            positions.Add((SystemClock.Instance.Now, player.PositionFrames));
        }

        // In the first second the server's timing is found.
        var off = Clicks(listener).Select(c => Song(positions, c)).Where(p => p > Rate * 3 / 2).Select(OffMilliseconds).ToArray();
        var told = $"position less what is heard: {string.Join(", ", off.Select(o => $"{o:0.00}"))} ms";
        TestContext.Current.SendDiagnosticMessage(told);
        Assert.True(off.Length is 3 or 4 && off.All(o => Math.Abs(o) <= Tolerance), told);
    }

    private static double OffMilliseconds(long position) => (position - (Math.Round((double)position / Rate) * Rate)) * 1000 / Rate;

    /// <summary>When each click is heard.</summary>
    private static IEnumerable<long> Clicks(SourceReader listener)
    {
        for (var frame = 0; frame < listener.Samples.Count / 2; frame++)
        {
            if (Math.Abs(listener.Samples[frame * 2]) < 0.4f) continue;
            var (position, captured, _) = listener.Portions.FindLast(p => p.Position <= frame);
            yield return captured + ((frame - position + Fragment) * 1_000_000_000 / Rate);
        }
    }

    private static long Song(List<(long Time, long Position)> positions, long time)
    {
        var (nearest, position) = positions.MinBy(p => Math.Abs(p.Time - time));
        return position + ((time - nearest) * Rate / 1_000_000_000);
    }

    /// <summary>A click at every full second.</summary>
    private sealed class ClickSource(int seconds) : IAudioSource
    {
        private int _next;

        public AudioFormat Format => new(Rate, 2);

        public SourcePace Pace => SourcePace.Free;

        public string Description => "clicks";

        public void Open() => _next = 0;

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            var frames = Math.Min(destination.Length / 2, (seconds * Rate) - _next);
            if (frames == 0) return SourceRead.End;
            destination[..(frames * 2)].Clear();
            for (var i = 0; i < frames; i++)
            {
                if (_next + i > 0 && (_next + i) % Rate == 0) destination[2 * i] = destination[(2 * i) + 1] = 0.8f;
            }

            _next += frames;
            return SourceRead.Data(frames);
        }

        public void Interrupt()
        {
        }

        public void Dispose()
        {
        }
    }
}

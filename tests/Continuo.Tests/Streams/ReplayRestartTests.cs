using Continuo.Audio;
using Continuo.Recording;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

public sealed class ReplayRestartTests
{
    [Fact]
    public void A_save_after_a_restart_gives_the_present_run()
    {
        var value = 0.1f;
        using var stream = AudioStream.Open("const", () => new ConstantSource(value), new StreamOptions { RealTimePriority = false });
        using var replay = new ReplayBuffer(stream, TimeSpan.FromSeconds(5));
        stream.Start();
        SpinWait.SpinUntil(() => stream.Statistics.Chunks > 60);
        stream.Stop();
        value = 0.9f;
        stream.Start();
        SpinWait.SpinUntil(() => stream.Statistics.Chunks > 20);
        stream.Stop();
        var memory = new MemorySink();
        Assert.True(replay.Save(TimeSpan.FromSeconds(1), memory) > 9600);
        Assert.DoesNotContain(0.1f, memory.Samples);
        Assert.Contains(0.9f, memory.Samples);
        replay.Dispose();
        Assert.Throws<ObjectDisposedException>(() => replay.Save(TimeSpan.FromSeconds(1), memory));
    }

    private sealed class ConstantSource(float value) : IAudioSource
    {
        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => SourcePace.Free;

        public string Description => "constant";

        public void Open()
        {
        }

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            destination.Fill(value);
            return SourceRead.Data(destination.Length / 2);
        }

        public void Interrupt()
        {
        }

        public void Dispose()
        {
        }
    }
}

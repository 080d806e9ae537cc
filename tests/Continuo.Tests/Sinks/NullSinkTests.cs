using Continuo.Audio;
using Continuo.Sinks;

namespace Continuo.Tests.Sinks;

public class NullSinkTests
{
    [Fact]
    public void It_counts_the_frames_of_its_format()
    {
        using var sink = new NullSink();
        sink.Open(new AudioFormat(48_000, 3));
        sink.Write(new float[9]);
        sink.Write(new float[3]);
        sink.Finish();
        Assert.Equal(4, sink.FramesWritten);
    }
}

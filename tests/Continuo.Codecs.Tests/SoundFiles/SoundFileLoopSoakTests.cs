using Continuo.Codecs.SoundFiles;

namespace Continuo.Codecs.Tests.SoundFiles;

[Collection(nameof(Alone))]
public sealed class SoundFileLoopSoakTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_hundred_hours_of_a_loop_take_no_memory_and_keep_their_phase()
    {
        using var source = new SoundFileSource(_folder.Noise("n.wav", 60), loop: true);
        source.Open();
        var first = new float[60 * 44_100];
        var block = new float[44_100];
        Assert.Equal(first.Length, source.Read(first, TimeSpan.Zero).Frames);
        var resident = Environment.WorkingSet;
        var before = GC.GetAllocatedBytesForCurrentThread();
        long position = 0, wrong = 0;
        while (position < 100L * 3_600 * 44_100)
        {
            var read = source.Read(block, TimeSpan.Zero);
            var place = (int)(position % first.Length);
            if (first[place] != block[0] || first[place + read.Frames - 1] != block[read.Frames - 1]) wrong++;
            position += read.Frames;
        }

        Assert.Equal(0, wrong);
        // What is compiled on the way; a byte for each of the 360000 reads would be more.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 65_536);
        Assert.InRange(Environment.WorkingSet - resident, long.MinValue, 128 << 20); // the loop's audio is 30 GB
    }
}

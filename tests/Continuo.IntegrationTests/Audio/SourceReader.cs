using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Audio;

/// <summary>Drives a source as a stream's capture thread does, on the test's thread, and keeps what it says.</summary>
public sealed class SourceReader : IDisposable
{
    private readonly float[] _block = new float[48_000];

    /// <summary>Makes and opens the source of an address.</summary>
    public SourceReader(string address, AudioSystem system, int chunkFrames = 480, TimeSpan? wait = null)
    {
        Source = system.CreateSource(AudioAddress.Parse(address), new SourceRequest(48_000, 2, chunkFrames, wait, SystemClock.Instance));
        Source.Open();
    }

    /// <summary>The source.</summary>
    public IAudioSource Source { get; }

    /// <summary>All frames that came: both channels, interleaved.</summary>
    public List<float> Samples { get; } = [];

    /// <summary>Every portion: where it begins, when it was captured, when it was read.</summary>
    public List<(long Position, long Captured, long Read)> Portions { get; } = [];

    /// <summary>Frames the server reported as lost.</summary>
    public long GapFrames { get; private set; }

    /// <summary>One read; audio is kept.</summary>
    public SourceRead Read()
    {
        var read = Source.Read(_block, TimeSpan.FromMilliseconds(100));
        if (read.Status != SourceStatus.Data) return read;
        Portions.Add((Samples.Count / 2, read.CaptureTime, SystemClock.Instance.Now));
        Samples.AddRange(_block.AsSpan(0, read.Frames * 2));
        GapFrames += read.GapFrames;
        return read;
    }

    /// <summary>Reads until so many frames have come.</summary>
    public void ReadFrames(int frames)
    {
        var until = Samples.Count + (frames * 2);
        var deadline = SystemClock.Instance.Now + 60_000_000_000;
        while (Samples.Count < until)
        {
            Assert.True(SystemClock.Instance.Now < deadline, "the source does not deliver");
            Assert.NotEqual(SourceStatus.Lost, Read().Status);
        }
    }

    /// <summary>Reads until the source says something.</summary>
    public SourceRead ReadUntil(SourceStatus status)
    {
        var deadline = SystemClock.Instance.Now + 60_000_000_000;
        while (true)
        {
            var read = Read();
            if (read.Status == status) return read;
            Assert.True(SystemClock.Instance.Now < deadline, $"the source never says {status}, but {read.Status}");
        }
    }

    /// <summary>Closes the source.</summary>
    public void Dispose() => Source.Dispose();
}

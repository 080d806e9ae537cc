using Continuo.Rooms;

namespace Continuo.Cluster.Tests.Spanning;

/// <summary>A listener that keeps what it hears.</summary>
internal sealed class HeardMix : IListenerOutput
{
    public List<float> Samples { get; } = [];

    public uint[] Sources { get; private set; } = [];

    public void Deliver(in RoomBlock block)
    {
        foreach (var sample in block.Samples) Samples.Add(sample);
        Sources = new uint[block.Contributions.Length];
        for (var i = 0; i < Sources.Length; i++) Sources[i] = block.Contributions[i].Source;
    }

    /// <summary>Largest difference of the last samples from those of another mix, in dB of full scale.</summary>
    public double DifferenceDb(HeardMix other, int samples)
    {
        var largest = 1e-12f;
        Assert.Equal(Samples.Count, other.Samples.Count);
        for (var i = Samples.Count - samples; i < Samples.Count; i++) largest = Math.Max(largest, Math.Abs(Samples[i] - other.Samples[i]));
        return 20 * Math.Log10(largest);
    }

    public double LoudestDb(int samples) => 20 * Math.Log10(Math.Max(1e-12, Samples.TakeLast(samples).Max(Math.Abs)));
}

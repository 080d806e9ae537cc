namespace Continuo.Rooms.Tests;

/// <summary>A listener that keeps what it hears.</summary>
internal sealed class CapturedOutput : IListenerOutput
{
    public List<float> Samples { get; } = [];

    public List<byte[]> Payloads { get; } = [];

    public List<long> Ticks { get; } = [];

    public List<bool> Forwarded { get; } = [];

    public uint[] LastSources { get; private set; } = [];

    /// <summary>Whether only the last block is kept.</summary>
    public bool KeepsLast { get; set; }

    public Exception? Throws { get; set; }

    public void Deliver(in RoomBlock block)
    {
        if (Throws is { } fault) throw fault;
        if (KeepsLast)
        {
            Samples.Clear();
            Payloads.Clear();
            Ticks.Clear();
            Forwarded.Clear();
        }

        foreach (var sample in block.Samples) Samples.Add(sample);
        Payloads.Add(block.Payload.ToArray());
        Ticks.Add(block.Tick);
        Forwarded.Add(block.IsForwarded);
        LastSources = new uint[block.Contributions.Length];
        for (var i = 0; i < LastSources.Length; i++) LastSources[i] = block.Contributions[i].Source;
    }

    /// <summary>The last frames of a mono mix.</summary>
    public float[] Last(int frames) => [.. Samples.TakeLast(frames)];
}

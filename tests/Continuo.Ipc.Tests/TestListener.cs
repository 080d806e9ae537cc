using Continuo.Ipc.Wire;
using Continuo.Sources;

namespace Continuo.Ipc.Tests;

/// <summary>A listening client in virtual time that knows what it must hear.</summary>
internal sealed class TestListener : IDisposable
{
    private readonly IpcLink _link;
    private readonly float[] _block = new float[48_000];
    private IpcReceiverSession? _inlet;

    public TestListener(IpcLink link, IpcConfig wish)
    {
        _link = link;
        wish.WriteTo(link.Outgoing);
        Assert.True(link.Send(new IpcHeader(IpcMessageType.Config, IpcConfig.Bytes), 0));
    }

    public IpcConfig Config { get; private set; }

    /// <summary>The position of the next frame; −1 before the first.</summary>
    public long Position { get; private set; } = -1;

    public long Frames { get; private set; }

    public long GapFrames { get; private set; }

    public IpcFault Fault => _link.Fault;

    public IpcLink Link => _link;

    /// <summary>Takes the server's answer.</summary>
    public void Finish(long now)
    {
        Assert.True(_link.TryReceive(now, out var header), IpcFaults.Describe(_link.Fault) + _link.Refusal.Text);
        Assert.Equal(IpcMessageType.Config, header.Type);
        Assert.True(IpcConfig.TryReadAnswer(_link.Content, out var config));
        _link.Agree(config.HighestVersion, header.Stream, IpcOffer.MaxContent(config), IpcLimits.MaxControl);
        Config = config;
        _inlet = new IpcReceiverSession(_link, config, IpcLimits.Silence);
    }

    /// <summary>Reads all there is, and checks that every frame is the one that belongs there.</summary>
    /// <returns>The last status that was no data.</returns>
    public SourceStatus Read(long now, Func<long, float>? expected = null, long? from = null)
    {
        expected ??= ServerFixture.Value;
        while (true)
        {
            var read = _inlet!.Read(_block, now);
            if (read.Status != SourceStatus.Data) return read.Status;
            if (Position < 0) Position = from ?? FirstPosition(read.Frames);
            Position += read.GapFrames;
            GapFrames += read.GapFrames;
            for (var i = 0; i < read.Frames * Config.Channels; i++)
            {
                if (_block[i] != expected(Position + i / Config.Channels))
                {
                    Assert.Fail($"frame {Position + i / Config.Channels} is {_block[i]}");
                }
            }

            Position += read.Frames;
            Frames += read.Frames;
        }
    }

    /// <summary>Reads all there is, whatever it is.</summary>
    public SourceStatus Process(long now, List<float> heard)
    {
        while (true)
        {
            var read = _inlet!.Read(_block, now);
            if (read.Status != SourceStatus.Data) return read.Status;
            GapFrames += read.GapFrames;
            Frames += read.Frames;
            heard.AddRange(_block.AsSpan(0, read.Frames * Config.Channels));
        }
    }

    public void Dispose() => _link.Dispose();

    // Below 32 749 the first frame says where it is.
    private long FirstPosition(int frames)
    {
        Assert.True(frames > 0);
        return (long)(_block[0] * 32_768);
    }
}

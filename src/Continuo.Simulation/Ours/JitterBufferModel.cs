using Continuo.Clocks;
using Continuo.Rtp.Concealment;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Simulation.Playout;

namespace Continuo.Simulation.Ours;

/// <summary>The project's jitter buffer, including time-scaling, with a signal that is known at every position.</summary>
public sealed class JitterBufferModel : IPlayoutModel, IDisposable
{
    /// <summary>The method as <c>ours</c>.</summary>
    public static readonly PlayoutMethod Method = new("ours", format => new JitterBufferModel(format, JitterBufferOptions.Default));

    private readonly VirtualClock _clock = new();
    private readonly JitterBuffer _buffer;
    private readonly byte[] _payload = new byte[PositionDecoder.PayloadBytes];
    private readonly float[] _samples;

    private JitterBufferModel(PlayoutFormat format, JitterBufferOptions options)
    {
        _buffer = new JitterBuffer(new PositionDecoder(format.SampleRate, format.FramesPerPacket), options, _clock);
        _samples = new float[format.FramesPerTick];
    }

    /// <summary>The method as <c>ours:20-200</c>: the delay stays within these limits, in milliseconds.</summary>
    public static PlayoutMethod Within(double minMs, double maxMs)
    {
        var usual = JitterBufferOptions.Default.StartDelay;
        var (min, max) = (TimeSpan.FromMilliseconds(minMs), TimeSpan.FromMilliseconds(maxMs));
        var start = usual < min ? min : usual > max ? max : usual;
        var options = JitterBufferOptions.Default with { MinDelay = min, MaxDelay = max, StartDelay = start };
        return new PlayoutMethod(FormattableString.Invariant($"ours:{minMs}-{maxMs}"), format => new JitterBufferModel(format, options));
    }

    /// <inheritdoc/>
    public void Insert(in PlayoutPacket packet)
    {
        PositionDecoder.Encode(packet.MediaTime, _payload);
        _buffer.Insert(new IncomingPacket(packet.Sequence, packet.MediaTime, _payload, packet.IsRedundant), packet.ArrivalTime);
    }

    /// <inheritdoc/>
    public void Pull(long now, PlayoutTick tick)
    {
        _clock.AdvanceTo(now);
        _buffer.Read(_samples);
        foreach (var piece in _buffer.Pieces)
        {
            switch (piece.Kind)
            {
                case PlayoutKind.Played:
                    tick.Scale(piece.MediaTime, piece.MediaFrames, piece.Frames);
                    break;
                case PlayoutKind.Concealed:
                    tick.Conceal(piece.Frames);
                    break;
                case PlayoutKind.Silent:
                    tick.Pause(piece.Frames);
                    break;
                default:
                    tick.Skip(piece.MediaTime, piece.MediaFrames);
                    break;
            }
        }

        tick.Explain(_buffer.DelayMs, _buffer.Target.TargetMs, _buffer.Target.Reason.ToString());
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}

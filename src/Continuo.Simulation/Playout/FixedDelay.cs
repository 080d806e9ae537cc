namespace Continuo.Simulation.Playout;

/// <summary>
/// The simplest playout method, as a reference: everything is played at a fixed delay after the first packet's arrival, and missing audio
/// is concealed. It never adapts, and does not follow another clock.
/// </summary>
public sealed class FixedDelay : IPlayoutModel
{
    private readonly PlayoutFormat _format;
    private readonly double _delayMs;
    private readonly SortedList<long, PlayoutPacket> _held = [];
    private long _position = long.MinValue;
    private long _pauseFrom = long.MaxValue;

    private FixedDelay(PlayoutFormat format, double delayMs)
    {
        _format = format;
        _delayMs = delayMs;
    }

    /// <summary>The method for a delay in milliseconds: <c>fixed:80</c>.</summary>
    public static PlayoutMethod Method(double delayMs) =>
        new(FormattableString.Invariant($"fixed:{delayMs}"), format => new FixedDelay(format, delayMs));

    /// <inheritdoc/>
    public void Insert(in PlayoutPacket packet)
    {
        if (_position == long.MinValue) _position = packet.MediaTime - _format.ToFrames(_delayMs);
        if (packet.End > _position) _held.TryAdd(packet.MediaTime, packet);
    }

    /// <inheritdoc/>
    public void Pull(long now, PlayoutTick tick)
    {
        while (tick.Left > 0)
        {
            while (_held.Count > 0 && _held.Values[0].End <= _position) Forget();
            var first = _held.Count > 0 ? _held.Values[0] : default;
            var wait = _held.Count > 0 ? first.MediaTime - _position : tick.Left;
            if (wait > 0)
            {
                Miss((int)Math.Min(wait, tick.Left), tick);
                continue;
            }

            var frames = (int)Math.Min(first.End - _position, tick.Left);
            tick.Play(_position, frames);
            _position += frames;
            _pauseFrom = first.IsPause ? first.End : long.MaxValue;
        }

        tick.Explain(_held.Count * _format.ToMs(_format.FramesPerPacket), _delayMs, "fixed");
    }

    private void Miss(int frames, PlayoutTick tick)
    {
        if (_position >= _pauseFrom) tick.Pause(frames);
        else tick.Conceal(frames);
        _position += frames;
    }

    private void Forget() => _held.RemoveAt(0);
}

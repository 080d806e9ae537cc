using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Live;
using Continuo.Sinks;
using Continuo.Threading;

namespace Continuo.Recording;

/// <summary>
/// Writes a live input block by block to a sink that is paced by a clock: the sink's blocking sets the pace, its latency the time at which
/// a block is heard. For one thread.
/// </summary>
internal sealed class OutputFeed : IDisposable
{
    private static readonly TimeSpan RoomTimeout = TimeSpan.FromMilliseconds(200);

    /// <summary>How far a sink without a clock of its own may run ahead of real time before it is held back.</summary>
    private const long MaxAheadNanoseconds = 1_000_000_000;

    private readonly LiveInput _input;
    private readonly IAudioSink _sink;
    private readonly MonotonicClock _clock;
    private readonly WakeSignal _wake = new();
    private readonly float[] _block;
    private readonly long _blockNanoseconds;
    private long _due; // when the next block is due if the sink accepts audio in real time
    private long _heard; // when the next frame written is heard

    /// <param name="input">Not owned.</param>
    /// <param name="sink">Opened with the input's format. Not owned.</param>
    /// <param name="clock">The stream's clock.</param>
    /// <param name="blockFrames">Frames per write; an output may request fewer.</param>
    public OutputFeed(LiveInput input, IAudioSink sink, MonotonicClock clock, int blockFrames)
    {
        (_input, _sink, _clock) = (input, sink, clock);
        var frames = sink.Output?.PieceFrames(blockFrames) ?? blockFrames;
        _block = new float[frames * input.Format.Channels];
        _blockNanoseconds = input.Format.ToNanoseconds(frames);
        _due = clock.Now;
    }

    public void Dispose() => _wake.Dispose();

    /// <summary>Writes one block.</summary>
    /// <returns>The block; empty if the output requested none for 200 ms.</returns>
    /// <exception cref="AudioException">The sink failed.</exception>
    /// <exception cref="OperationCanceledException">The sink was interrupted.</exception>
    public ReadOnlySpan<float> Step()
    {
        var frames = _block.Length / _input.Format.Channels;
        if (_sink.Output is { } output)
        {
            if (!output.WaitForRoom(frames, RoomTimeout))
            {
                _input.Pause();
                return [];
            }
        }
        else
        {
            _due = Math.Max(_due + _blockNanoseconds, _clock.Now - MaxAheadNanoseconds);
            if (_due - _clock.Now > MaxAheadNanoseconds) _clock.WaitUntil(_due - MaxAheadNanoseconds, _wake);
        }

        var now = _clock.Now;
        _input.Read(_block, Math.Max(now, _heard), now);
        _sink.Write(_block);
        if (_sink.Output is { } written) _heard = _clock.Now + _input.Format.ToNanoseconds(written.LatencyFrames);
        return _block;
    }
}

using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Rtp.Concealment;

/// <summary>
/// Decoded audio with its origin, and the last audio that was played, in one block of memory. Not thread-safe; real-time-safe.
/// </summary>
internal sealed class PlayoutLine
{
    private const int MaxPieces = 256;
    private readonly int _channels;
    private readonly int _history;
    private readonly float[] _samples;
    private readonly PlayoutPiece[] _ready = new PlayoutPiece[MaxPieces];
    private readonly PlayoutPiece[] _given = new PlayoutPiece[MaxPieces];
    private int _front;
    private int _readyCount;
    private int _givenCount;

    /// <param name="channels">Samples per frame.</param>
    /// <param name="history">Number of played frames that are kept.</param>
    /// <param name="capacity">Maximum number of decoded frames.</param>
    public PlayoutLine(int channels, int history, int capacity)
    {
        (_channels, _history) = (channels, history);
        _samples = new float[(history + 2 * capacity) * channels];
        _front = history;
    }

    /// <summary>Number of decoded frames.</summary>
    [RealTime]
    public int Count { get; private set; }

    /// <summary>The pieces taken since <see cref="BeginRead"/>.</summary>
    [RealTime]
    public ReadOnlySpan<PlayoutPiece> Given => _given.AsSpan(0, _givenCount);

    /// <summary>The next piece to play; empty if there is none.</summary>
    [RealTime]
    public PlayoutPiece First => _readyCount == 0 ? default : _ready[0];

    /// <summary>The decoded frames, preceded by <paramref name="history"/> played frames.</summary>
    [RealTime]
    public Span<float> View(int history) => _samples.AsSpan((_front - history) * _channels, (history + Count) * _channels);

    /// <summary>Clears <see cref="Given"/>.</summary>
    [RealTime]
    public void BeginRead() => _givenCount = 0;

    /// <summary>Returns room for frames after the decoded ones. They count after <see cref="Append"/>.</summary>
    [RealTime]
    public Span<float> Room(int frames)
    {
        var end = _front + Count;
        // Moved to the front as soon as the move costs less than what was played since: the used part of the memory stays small enough for
        // the processor's cache.
        if (_front - _history > _history + Count || (end + frames) * _channels > _samples.Length)
        {
            var start = (_front - _history) * _channels;
            _samples.AsSpan(start, (_history + Count) * _channels).CopyTo(_samples);
            _front = _history;
            end = _front + Count;
        }

        return _samples.AsSpan(end * _channels, frames * _channels);
    }

    /// <summary>Adds the frames that were written to the room.</summary>
    [RealTime]
    public void Append(PlayoutKind kind, long mediaTime, int frames, int mediaFrames)
    {
        Count += frames;
        Add(_ready, ref _readyCount, new PlayoutPiece(kind, frames, mediaTime, mediaFrames));
    }

    /// <summary>Takes decoded frames.</summary>
    [RealTime]
    public void Take(Span<float> output)
    {
        var frames = output.Length / _channels;
        _samples.AsSpan(_front * _channels, output.Length).CopyTo(output);
        _front += frames;
        Count -= frames;
        var pieces = 0;
        while (pieces < _readyCount && (frames > 0 || _ready[pieces].Frames == 0))
        {
            ref var piece = ref _ready[pieces];
            var heard = Math.Min(frames, piece.Frames);
            var used = heard == piece.Frames ? piece.MediaFrames : (int)((long)piece.MediaFrames * heard / piece.Frames);
            Add(_given, ref _givenCount, piece with { Frames = heard, MediaFrames = used });
            frames -= heard;
            piece = piece with
            {
                Frames = piece.Frames - heard,
                MediaTime = piece.MediaTime + used,
                MediaFrames = piece.MediaFrames - used
            };
            if (piece.Frames > 0) break;
            pieces++;
        }

        RemovePieces(pieces);
    }

    /// <summary>
    /// Replaces the first <paramref name="overlap"/> frames by a cross-fade into the audio <paramref name="lag"/> frames later (which
    /// shortens it by that much) or, if negative, earlier (which stretches it). The first piece must be plain and contain all of these
    /// frames; the overlap of a stretch must not exceed its lag.
    /// </summary>
    [RealTime]
    public void Splice(int lag, int overlap)
    {
        if (lag > 0) Shorten(lag, overlap);
        else Stretch(-lag, overlap);
        var first = _ready[0];
        var rest = first with
        {
            Frames = first.Frames - overlap - Math.Max(lag, 0),
            MediaTime = first.MediaTime + overlap + Math.Max(lag, 0)
        };
        rest = rest with { MediaFrames = rest.Frames };
        var scaled = first with { Frames = overlap + Math.Max(-lag, 0), MediaFrames = overlap + Math.Max(lag, 0) };
        if (rest.Frames == 0)
        {
            _ready[0] = scaled;
            return;
        }

        _ready.AsSpan(0, _readyCount).CopyTo(_ready.AsSpan(1));
        (_ready[0], _ready[1]) = (scaled, rest);
        _readyCount++;
    }

    /// <summary>The frames move towards the front; the memory before them becomes history.</summary>
    [RealTime]
    private void Shorten(int lag, int overlap)
    {
        var at = _samples.AsSpan(_front * _channels);
        Fade.Into(at[..(overlap * _channels)], at[(lag * _channels)..], _channels);
        var moved = (_history + overlap) * _channels;
        var start = (_front - _history) * _channels;
        _samples.AsSpan(start, moved).CopyTo(_samples.AsSpan(start + lag * _channels));
        _front += lag;
        Count -= lag;
    }

    /// <summary>The decoded frames move back; between them and the history the end of the history is repeated with a cross-fade.</summary>
    [RealTime]
    private void Stretch(int lag, int overlap)
    {
        _ = Room(lag);
        var front = _front * _channels;
        var grown = lag * _channels;
        _samples.AsSpan(front, Count * _channels).CopyTo(_samples.AsSpan(front + grown));
        _samples.AsSpan(front - grown, grown).CopyTo(_samples.AsSpan(front));
        Fade.From(_samples.AsSpan(front + grown, overlap * _channels), _samples.AsSpan(front, overlap * _channels), _channels);
        Count += lag;
    }

    [RealTime]
    private void RemovePieces(int count)
    {
        if (count == 0) return;
        _readyCount -= count;
        _ready.AsSpan(count, _readyCount).CopyTo(_ready);
    }

    /// <summary>
    /// Adjacent pieces of one kind are merged, so that few are needed. If the array is full, the last piece absorbs the new one, and its
    /// origin is inexact.
    /// </summary>
    [RealTime]
    private static void Add(PlayoutPiece[] pieces, ref int count, in PlayoutPiece piece)
    {
        if (piece.Frames + piece.MediaFrames == 0) return;
        ref var last = ref pieces[Math.Max(0, count - 1)];
        var joins = count > 0 && last.Kind == piece.Kind && (last.MediaTime + last.MediaFrames == piece.MediaTime || piece.MediaFrames == 0)
            && (last.Frames == last.MediaFrames) == (piece.Frames == piece.MediaFrames) && (last.Frames == 0) == (piece.Frames == 0);
        if (joins || count == pieces.Length)
        {
            last = last with { Frames = last.Frames + piece.Frames, MediaFrames = last.MediaFrames + piece.MediaFrames };
        }
        else pieces[count++] = piece;
    }
}

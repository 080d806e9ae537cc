using System.Runtime.ExceptionServices;

namespace Continuo.Rendering;

/// <summary>
/// The threads that read a block of every track of a <see cref="MixDown"/>; each takes the next track that no other thread has taken. The
/// calling thread is one of them.
/// </summary>
internal sealed class MixDownWorkers : IDisposable
{
    private const int MostHelpers = 7;

    private readonly List<MixDownTrack> _tracks;
    private readonly int _frames;
    private readonly int _channels;
    private readonly int _sourceChannels;
    private readonly Barrier _barrier;
    private readonly float[] _read;
    private readonly float[] _mapped;
    private int _next;
    private int _longest;
    private volatile bool _ends;
    private ExceptionDispatchInfo? _failure;

    public MixDownWorkers(List<MixDownTrack> tracks, int frames, int channels)
    {
        (_tracks, _frames, _channels) = (tracks, frames, channels);
        _sourceChannels = tracks.Select(t => t.SourceChannels).DefaultIfEmpty(1).Max();
        (_read, _mapped) = Buffers();
        var helpers = Math.Min(Math.Min(MostHelpers, Environment.ProcessorCount - 1), Math.Max(0, tracks.Count - 1));
        _barrier = new Barrier(helpers + 1);
        for (var i = 0; i < helpers; i++) new Thread(Help) { Name = "read for the mix", IsBackground = true }.Start();
    }

    /// <summary>Reads the next block of every track.</summary>
    /// <returns>Number of frames of the longest.</returns>
    /// <exception cref="Exception">Thrown by a source.</exception>
    public int ReadBlock()
    {
        (_next, _longest) = (0, 0);
        _barrier.SignalAndWait();
        Read(_read, _mapped);
        _barrier.SignalAndWait();
        _failure?.Throw();
        return _longest;
    }

    public void Dispose()
    {
        _ends = true;
        _barrier.SignalAndWait();
    }

    private void Help()
    {
        var (read, mapped) = Buffers();
        while (true)
        {
            _barrier.SignalAndWait();
            if (_ends) return;
            Read(read, mapped);
            _barrier.SignalAndWait();
        }
    }

    private void Read(float[] read, float[] mapped)
    {
        try
        {
            for (var i = Interlocked.Increment(ref _next) - 1; i < _tracks.Count; i = Interlocked.Increment(ref _next) - 1)
            {
                var frames = _tracks[i].Read(_frames, read, mapped);
                for (var seen = Volatile.Read(ref _longest); seen < frames; seen = Volatile.Read(ref _longest))
                {
                    Interlocked.CompareExchange(ref _longest, frames, seen);
                }
            }
        }
        catch (Exception e)
        {
            // Rethrown on the calling thread.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
        }
    }

    private (float[] Read, float[] Mapped) Buffers() => (new float[_frames * _sourceChannels], new float[_frames * _channels]);
}

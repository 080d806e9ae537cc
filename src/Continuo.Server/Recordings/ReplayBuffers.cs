using System.Collections.Concurrent;
using Continuo.Audio;
using Continuo.Hosting;
using Continuo.Recording;
using Continuo.Server.Options;
using Continuo.Streams;

namespace Continuo.Server.Recordings;

/// <summary>Keeps the last seconds of each stream, so that they can be saved afterwards. Thread-safe.</summary>
internal sealed partial class ReplayBuffers(AudioHost host, ServerOptions options, ILogger<ReplayBuffers> logger) : IDisposable
{
    private readonly Lock _following = new(); // who changes the table; it is read without
    private readonly ConcurrentDictionary<string, (AudioStream Stream, ReplayBuffer? Buffer)> _buffers = new(StringComparer.Ordinal);

    /// <summary>How much is kept of a stream, in seconds; 0 if nothing is.</summary>
    public double LengthOf(string stream) => Find(stream)?.Length.TotalSeconds ?? 0;

    /// <summary>The buffer of a stream; <see langword="null"/> if nothing of it is kept.</summary>
    public ReplayBuffer? Find(string stream)
    {
        if (!_buffers.ContainsKey(stream)) Follow(stream); // the event of its addition is on the way
        return _buffers.TryGetValue(stream, out var kept) ? kept.Buffer : null;
    }

    /// <summary>
    /// Begins to keep a stream that was added, unless it is kept already. Any caller that opens one calls this at once; the host's event
    /// comes later, and is for the streams that came otherwise. So does who asks for one before that event.
    /// </summary>
    /// <param name="name">The stream's name.</param>
    /// <param name="length">How much to keep; <see langword="null"/>: the server's default, or what has been said before.</param>
    public void Follow(string name, TimeSpan? length = null)
    {
        lock (_following)
        {
            if (!host.TryGetStream(name, out var stream)) return;
            if (_buffers.TryGetValue(name, out var kept)
                && kept.Stream == stream
                && (length is null || length == kept.Buffer?.Length))
            {
                return;
            }

            Keep(name, stream, length ?? options.Replay);
        }
    }

    /// <summary>Forgets a stream that was removed, unless another has taken its name meanwhile.</summary>
    public void Forget(string name)
    {
        lock (_following)
        {
            if (!host.TryGetStream(name, out _)) Drop(name);
        }
    }

    /// <summary>Frees all buffers.</summary>
    public void Dispose()
    {
        lock (_following)
        {
            foreach (var name in _buffers.Keys) Drop(name);
        }
    }

    private void Keep(string name, AudioStream stream, TimeSpan length)
    {
        ReplayBuffer? buffer = null;
        try
        {
            if (length > TimeSpan.Zero) buffer = new ReplayBuffer(stream, length);
        }
        catch (Exception e) when (e is AudioException or ObjectDisposedException)
        {
            LogRefused(logger, name, e.Message);
        }

        Drop(name);
        _buffers[name] = (stream, buffer);
    }

    private void Drop(string name)
    {
        if (_buffers.TryRemove(name, out var kept)) kept.Buffer?.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The past of stream '{Stream}' is not kept: {Reason}")]
    private static partial void LogRefused(ILogger logger, string stream, string reason);
}

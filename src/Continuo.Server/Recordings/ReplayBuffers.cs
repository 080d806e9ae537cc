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
    private readonly ConcurrentDictionary<string, (AudioStream Stream, ReplayBuffer? Buffer)> _buffers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _wanted = new(StringComparer.Ordinal);

    /// <summary>How much is kept of a stream, in seconds; 0 if nothing is.</summary>
    public double LengthOf(string stream) => Find(stream)?.Length.TotalSeconds ?? 0;

    /// <summary>The buffer of a stream; <see langword="null"/> if nothing of it is kept.</summary>
    public ReplayBuffer? Find(string stream) => _buffers.TryGetValue(stream, out var kept) ? kept.Buffer : null;

    /// <summary>Says how much to keep of a stream that is about to be added, in place of the server's default.</summary>
    public void Choose(string stream, TimeSpan length) => _wanted[stream] = length;

    /// <summary>Begins to keep a stream that was added, unless it is kept already.</summary>
    public void Follow(string name)
    {
        var length = _wanted.GetValueOrDefault(name, options.Replay);
        if (!host.TryGetStream(name, out var stream) || (_buffers.TryGetValue(name, out var kept) && kept.Stream == stream)) return;
        ReplayBuffer? buffer = null;
        try
        {
            if (length > TimeSpan.Zero) buffer = new ReplayBuffer(stream, length);
        }
        catch (Exception e) when (e is AudioException or ObjectDisposedException)
        {
            LogRefused(logger, name, e.Message);
        }

        Replace(name, (stream, buffer));
    }

    /// <summary>Forgets a stream that was removed.</summary>
    public void Forget(string name)
    {
        _wanted.TryRemove(name, out _);
        if (_buffers.TryRemove(name, out var kept)) kept.Buffer?.Dispose();
    }

    /// <summary>Frees all buffers.</summary>
    public void Dispose()
    {
        foreach (var name in _buffers.Keys) Forget(name);
    }

    private void Replace(string name, (AudioStream, ReplayBuffer?) next)
    {
        var before = default((AudioStream Stream, ReplayBuffer? Buffer));
        _buffers.AddOrUpdate(name, next, (_, old) =>
        {
            before = old;
            return next;
        });
        before.Buffer?.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The past of stream '{Stream}' is not kept: {Reason}")]
    private static partial void LogRefused(ILogger logger, string stream, string reason);
}

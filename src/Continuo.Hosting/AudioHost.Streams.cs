using System.Diagnostics.CodeAnalysis;
using Continuo.Audio;
using Continuo.Hosting.Entries;
using Continuo.Hosting.Watching;
using Continuo.Streams;
using Continuo.Threading;
using Microsoft.Extensions.Logging.Abstractions;

namespace Continuo.Hosting;

public sealed partial class AudioHost
{
    /// <summary>Opens the source of an address and owns its stream.</summary>
    /// <param name="name">Its name in the host, in logs and in metrics.</param>
    /// <param name="address">See <see cref="AudioAddress"/>.</param>
    /// <param name="options">How to capture; <see langword="null"/>: the defaults. Without a logger of its own, the host's is used.</param>
    /// <exception cref="AudioException">The name is in use, or the source cannot be opened.</exception>
    /// <exception cref="InvalidOperationException">The host has been stopped.</exception>
    public AudioStream OpenStream(string name, string address, StreamOptions? options = null)
    {
        var parsed = AudioSystem.Parse(address);
        var chosen = options ?? new StreamOptions();
        if (chosen.Logger == NullLogger.Instance) chosen = chosen with { Logger = _options.Logger };
        var request = chosen.ToSourceRequest();
        return Add(name, address, () => AudioStream.Open(name, () => AudioSystem.CreateSource(parsed, request), chosen));
    }

    /// <summary>Adds an existing stream. The host owns it: it starts, stops and disposes it, even if it cannot be added.</summary>
    /// <param name="name">Its name in the host.</param>
    /// <param name="stream">The stream, running or not.</param>
    /// <exception cref="AudioException">The name is in use.</exception>
    /// <exception cref="InvalidOperationException">The host has been stopped.</exception>
    public AudioStream AddStream(string name, AudioStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            return Add(name, stream.Name, () => stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Returns the stream with a name.</summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.NotFound"/> if there is none; the message lists the existing ones.
    /// </exception>
    public AudioStream GetStream(string name)
    {
        _life.ThrowIfDisposed();
        lock (_gate) return _streams.Get(name).Stream;
    }

    /// <summary>Gets the stream with a name, if there is one.</summary>
    public bool TryGetStream(string name, [NotNullWhen(true)] out AudioStream? stream)
    {
        _life.ThrowIfDisposed();
        lock (_gate) stream = _streams.TryGet(name, out var entry) ? entry!.Stream : null;
        return stream is not null;
    }

    /// <summary>Removes a stream: stops it, finishes its recordings, and frees it. Its name is free at once.</summary>
    /// <param name="name">Its name in the host.</param>
    /// <param name="cancellation">Interrupts recordings that take too long to finish.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is none.</exception>
    public async Task RemoveStreamAsync(string name, CancellationToken cancellation = default)
    {
        _life.ThrowIfDisposed();
        StreamEntry entry;
        RecordingEntry[] recordings;
        lock (_gate)
        {
            entry = _streams.Get(name);
            _streams.Remove(name);
            entry.IsListed = false;
            recordings = [.. _recordings.Entries.Where(r => r.Source == entry.Stream)];
            Publish(new HostEvent(0, HostEventKind.StreamRemoved, default) { Name = name });
        }

        entry.Stream.HealthChanged -= entry.Handler;
        Log(() => HostLog.StreamRemoved(_options.Logger, name));
        await EndAsync([entry.Stream.StopAsync(cancellation)], cancellation).ConfigureAwait(false);
        await EndAsync(recordings.Select(r => FinishAsync(r, cancellation)), cancellation).ConfigureAwait(false);
        await entry.Stream.DisposeAsync().ConfigureAwait(false);
    }

    private AudioStream Add(string name, string address, Func<AudioStream> open)
    {
        var starts = false;
        var entry = Add(_streams, name, Create, list: added =>
        {
            if (added.Health == StreamHealth.Starting) added.Health = added.Stream.Health;
            added.IsListed = true;
            added.IsStartClaimed = starts = State == LifeState.Running;
            Publish(new HostEvent(0, HostEventKind.StreamAdded, default) { Name = name, Stream = added.ToSnapshot() });
        });
        var shown = AudioAddress.HideSecrets(address);
        Log(() => HostLog.StreamAdded(_options.Logger, name, shown));
        if (starts) StartStream(entry);
        return entry.Stream;

        StreamEntry Create()
        {
            var created = new StreamEntry(name, address, open(), _options.Time.GetUtcNow());
            created.Handler = (_, e) => HealthChanged(created, e);
            created.Stream.HealthChanged += created.Handler;
            return created;
        }
    }

    /// <summary>Starts a claimed stream, unless its owner has. A failure is ignored if the stream was removed meanwhile.</summary>
    private void StartStream(StreamEntry entry)
    {
        if (entry.Stream.State is LifeState.Running or LifeState.Disposed) return;
        try
        {
            entry.Stream.Start();
        }
        catch (AudioException e)
        {
            Log(() => HostLog.StartFailed(_options.Logger, entry.Name, e.Message));
            throw;
        }

        // A stop that arrived meanwhile found it not yet running.
        if (State != LifeState.Running) entry.Stream.Stop();
    }

    private void HealthChanged(StreamEntry entry, StreamHealthEventArgs change)
    {
        bool isEvent;
        lock (_gate)
        {
            isEvent = entry.IsListed && entry.Health != change.Now;
            (entry.Health, entry.Reason) = (change.Now, change.Reason);
            if (isEvent)
            {
                Publish(new HostEvent(0, HostEventKind.StreamHealthChanged, default) { Name = entry.Name, Stream = entry.ToSnapshot() });
            }
        }

        var level = HostLog.LevelOf(change.Before, change.Now);
        if (isEvent) Log(() => HostLog.HealthChanged(_options.Logger, level, entry.Name, change.Now, change.Reason));
    }
}

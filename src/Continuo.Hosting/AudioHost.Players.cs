using System.Diagnostics.CodeAnalysis;
using Continuo.Audio;
using Continuo.Hosting.Entries;
using Continuo.Hosting.Watching;
using Continuo.Playing;
using Continuo.Threading;

namespace Continuo.Hosting;

public sealed partial class AudioHost
{
    private static readonly TimeSpan CheckPeriod = TimeSpan.FromMilliseconds(100);

    private ITimer? _timer; // under the gate; created with the first player

    /// <summary>
    /// Creates a player and its output, and owns both. Add and play tracks with the player's methods. The output stays open until the
    /// player is removed.
    /// </summary>
    /// <param name="name">Its name in the host.</param>
    /// <param name="to">Address of the output.</param>
    /// <param name="options"><see langword="null"/>: <see cref="PlaybackOptions.Balanced"/>. The player always mixes 48 kHz stereo.</param>
    /// <exception cref="AudioException">The name is in use, the output cannot be opened, or an option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The host has been stopped.</exception>
    public Player OpenPlayer(string name, string to = "device:", PlaybackOptions? options = null)
    {
        var chosen = (options ?? PlaybackOptions.Balanced) with { Logger = _options.Logger };
        var starts = false;
        var entry = Add(_players, name, () => DefaultOutput.Open(name, to, AudioSystem, chosen), list: added =>
        {
            added.IsStartClaimed = starts = State == LifeState.Running;
            added.Changes = added.ChangesNow;
            _timer ??= _options.Time.CreateTimer(static host => ((AudioHost)host!).CheckPlayers(), this, CheckPeriod, CheckPeriod);
            Publish(new HostEvent(0, HostEventKind.PlayerAdded, default) { Name = name, Player = added.ToSnapshot() });
        });
        var shown = AudioAddress.HideSecrets(to);
        Log(() => HostLog.PlayerAdded(_options.Logger, name, shown));
        if (starts) StartOutput(entry);
        return entry.Player;
    }

    /// <summary>Returns the player with a name.</summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.NotFound"/> if there is none; the message lists the existing ones.
    /// </exception>
    public Player GetPlayer(string name)
    {
        _life.ThrowIfDisposed();
        lock (_gate) return _players.Get(name).Player;
    }

    /// <summary>Gets the player with a name, if there is one.</summary>
    public bool TryGetPlayer(string name, [NotNullWhen(true)] out Player? player)
    {
        _life.ThrowIfDisposed();
        lock (_gate) player = _players.TryGet(name, out var entry) ? entry!.Player : null;
        return player is not null;
    }

    /// <summary>Removes a player: closes its output and disposes the player with its tracks. The name can be reused at once.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is none.</exception>
    public async Task RemovePlayerAsync(string name)
    {
        _life.ThrowIfDisposed();
        PlayerEntry entry;
        lock (_gate)
        {
            entry = _players.Get(name);
            _players.Remove(name);
            Publish(new HostEvent(0, HostEventKind.PlayerRemoved, default) { Name = name });
        }

        await entry.CloseAsync().ConfigureAwait(false);
    }

    private void StartOutput(PlayerEntry entry)
    {
        if (entry.Playback.State == LifeState.Disposed) return;
        entry.Playback.Start();

        // A stop that arrived meanwhile found it not yet running.
        if (State != LifeState.Running) entry.Playback.Stop();
    }

    /// <summary>Publishes changes of the players since the last check.</summary>
    private void CheckPlayers()
    {
        List<PlayerEntry>? failed = null;
        lock (_gate)
        {
            foreach (var entry in _players.Entries)
            {
                var (state, failure) = (entry.Player.State, entry.Playback.Failure?.Message);
                var changes = entry.ChangesNow;
                if (state == entry.State && failure == entry.Failure && changes == entry.Changes) continue;
                entry.Changes = changes;
                if (failure is not null && entry.Failure is null) (failed ??= []).Add(entry);
                (entry.State, entry.Failure) = (state, failure);
                Publish(new HostEvent(0, HostEventKind.PlayerChanged, default) { Name = entry.Name, Player = entry.ToSnapshot() });
            }
        }

        foreach (var entry in failed ?? []) Log(() => HostLog.PlayerFailed(_options.Logger, entry.Name, entry.Failure!));
    }
}

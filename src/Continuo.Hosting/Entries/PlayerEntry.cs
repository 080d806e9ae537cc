using Continuo.Hosting.Watching;
using Continuo.Playing;

namespace Continuo.Hosting.Entries;

/// <summary>A player of a host, with its playback. The settable members change under the host's gate.</summary>
internal sealed class PlayerEntry(string name, string to, Player player, Playback playback) : IEntry
{
    public string Name { get; } = name;

    public string To { get; } = to;

    public Player Player { get; } = player;

    public Playback Playback { get; } = playback;

    public PlayerState State { get; set; }

    public string? Failure { get; set; }

    /// <summary>Numbers of the last transport command and of the last change of the mix, and number of tracks, as last reported.</summary>
    public (long Command, long Mix, int Tracks) Changes { get; set; }

    /// <summary>The current values.</summary>
    public (long Command, long Mix, int Tracks) ChangesNow => (Player.CommandNumber, Player.Mixer.Published, Player.Tracks.Count);

    /// <summary>Whether a start of its playback has been claimed.</summary>
    public bool IsStartClaimed { get; set; }

    public PlayerSnapshot ToSnapshot() =>
        new(Name, To, State, Player.Position, [.. Player.Tracks.Select(t => t.Name)], Playback.Outages, Failure);

    /// <summary>
    /// Stops and frees both, the player when no thread renders any more. Returns within <see cref="Playback.StopBudget"/>.
    /// </summary>
    public async Task CloseAsync()
    {
        await Playback.DisposeAsync().ConfigureAwait(false);
        FreePlayer();
    }

    /// <summary>Blocking form of <see cref="CloseAsync"/>.</summary>
    public void Release()
    {
        Playback.Dispose();
        FreePlayer();
    }

    public override string ToString() => Name;

    private void FreePlayer()
    {
        if (IsStartClaimed)
        {
            Playback.Ended.ContinueWith(static (_, player) => ((Player)player!).Dispose(), Player, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        else Player.Dispose();
    }
}

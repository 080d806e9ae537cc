using Continuo.Hosting.Watching;
using Continuo.Playing;

namespace Continuo.Hosting.Entries;

/// <summary>A player of a host, with what drives it. The settable members change under the host's gate.</summary>
internal sealed class PlayerEntry(string name, string to, Player player, Playback playback)
{
    public string Name { get; } = name;

    public string To { get; } = to;

    public Player Player { get; } = player;

    public Playback Playback { get; } = playback;

    public PlayerState State { get; set; }

    public string? Failure { get; set; }

    /// <summary>Numbers of the last transport command and of the last change of the mix, and number of tracks, as last told.</summary>
    public (long Command, long Mix, int Tracks) Changes { get; set; }

    /// <summary>The same as of now.</summary>
    public (long Command, long Mix, int Tracks) ChangesNow => (Player.CommandNumber, Player.Mixer.Published, Player.Tracks.Count);

    /// <summary>Whether someone has begun to start its playback.</summary>
    public bool IsStartClaimed { get; set; }

    public PlayerSnapshot ToSnapshot() => new(Name, To, State, Player.Position, [.. Player.Tracks.Select(t => t.Name)], Playback.Outages, Failure);

    /// <summary>Stops and frees both, the player when nothing renders any more. Returns within <see cref="Playback.StopBudget"/>.</summary>
    public async Task CloseAsync()
    {
        await Playback.DisposeAsync().ConfigureAwait(false);
        FreePlayer();
    }

    /// <summary><see cref="CloseAsync"/>, blocking.</summary>
    public void Close()
    {
        Playback.Dispose();
        FreePlayer();
    }

    public override string ToString() => Name;

    private void FreePlayer()
    {
        if (IsStartClaimed) Playback.Ended.ContinueWith(static (_, player) => ((Player)player!).Dispose(), Player, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        else Player.Dispose();
    }
}

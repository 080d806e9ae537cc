namespace Continuo.Rooms.Names;

/// <summary>Knows the names of persons: an account database, a chat server.</summary>
public interface INameSource
{
    /// <summary>Looks a name up. Called on a pool thread; may be slow, block and throw.</summary>
    /// <param name="memberId">Stable id of the person.</param>
    /// <param name="cancellation">Cancelled when the answer is no longer waited for.</param>
    /// <returns>The name; <see langword="null"/> if there is no such person.</returns>
    Task<string?> FindNameAsync(string memberId, CancellationToken cancellation);
}

namespace Continuo.Server.Configuration;

/// <summary>A player of the configuration.</summary>
/// <param name="Files">Addresses of its tracks.</param>
/// <param name="To">Address it plays to; <see langword="null"/>: a stream of its own name.</param>
/// <param name="Loop">Whether to play everything again and again.</param>
/// <param name="Play">Whether to play at once.</param>
internal sealed record PlayerDeclaration(IReadOnlyList<string> Files, string? To, bool Loop, bool Play)
{
    public bool Equals(PlayerDeclaration? other) =>
        other is not null && Files.SequenceEqual(other.Files) && To == other.To && Loop == other.Loop && Play == other.Play;

    public override int GetHashCode() => HashCode.Combine(Files.Count, To, Loop, Play);
}

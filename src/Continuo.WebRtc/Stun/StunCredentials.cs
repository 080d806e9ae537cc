namespace Continuo.WebRtc.Stun;

/// <summary>What a check is authenticated with (RFC 8445, 7.2.2), in UTF-8.</summary>
/// <param name="localFragment">Our user fragment.</param>
/// <param name="remoteFragment">The peer's user fragment.</param>
/// <param name="remotePassword">The peer's password.</param>
internal readonly ref struct StunCredentials(
    ReadOnlySpan<byte> localFragment,
    ReadOnlySpan<byte> remoteFragment,
    ReadOnlySpan<byte> remotePassword)
{
    /// <summary>Our user fragment.</summary>
    public ReadOnlySpan<byte> LocalFragment { get; } = localFragment;

    /// <summary>The peer's user fragment.</summary>
    public ReadOnlySpan<byte> RemoteFragment { get; } = remoteFragment;

    /// <summary>The peer's password.</summary>
    public ReadOnlySpan<byte> RemotePassword { get; } = remotePassword;
}

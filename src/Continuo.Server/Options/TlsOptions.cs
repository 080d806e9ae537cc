
namespace Continuo.Server.Options;

/// <summary>How connections are encrypted.</summary>
/// <param name="Certificate">PEM or PKCS #12 file; <see langword="null"/>: a certificate that the server signs itself.</param>
/// <param name="Key">PEM file of the private key; <see langword="null"/>: it is in the certificate's file.</param>
/// <param name="Password">Of the key or the PKCS #12 file.</param>
public sealed record TlsOptions(string? Certificate = null, string? Key = null, string? Password = null)
{
    /// <summary>Where a self-signed certificate is kept; <see langword="null"/>: in the user's state directory.</summary>
    public string? SelfSignedPath { get; init; }

    /// <summary>Leaves the password out.</summary>
    public override string ToString() => Certificate ?? "self-signed";
}

using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Continuo.WebRtc.Sdp;

/// <summary>User fragment and password of one side of a session (RFC 8839, 5.4). Immutable.</summary>
internal sealed class IceCredentials
{
    private const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const int FragmentCharacters = 8; // 48 bits; 24 are the minimum
    private const int PasswordCharacters = 24; // 144 bits; 128 are the minimum

    // Some implementations use four more characters than the standard has.
    private static readonly SearchValues<char> Allowed = SearchValues.Create(Characters + "-=#_");

    /// <summary>Takes given credentials.</summary>
    public IceCredentials(string fragment, string password)
    {
        Fragment = fragment;
        Password = password;
        FragmentBytes = Encoding.UTF8.GetBytes(fragment);
        PasswordBytes = Encoding.UTF8.GetBytes(password);
    }

    /// <summary>User fragment.</summary>
    public string Fragment { get; }

    /// <summary>Password.</summary>
    public string Password { get; }

    /// <summary><see cref="Fragment"/> in UTF-8.</summary>
    public byte[] FragmentBytes { get; }

    /// <summary><see cref="Password"/> in UTF-8: the key of the integrity of checks.</summary>
    public byte[] PasswordBytes { get; }

    /// <summary>Creates credentials that cannot be guessed.</summary>
    public static IceCredentials Create() =>
        new(RandomNumberGenerator.GetString(Characters, FragmentCharacters),
            RandomNumberGenerator.GetString(Characters, PasswordCharacters));

    /// <summary>Whether both consist of the characters, and are as long, as the standard says: 4…256 and 22…256.</summary>
    public static bool AreValid(string fragment, string password) => IsValid(fragment, 4) && IsValid(password, 22);

    private static bool IsValid(string text, int minimum) =>
        text.Length >= minimum && text.Length <= 256 && !text.AsSpan().ContainsAnyExcept(Allowed);
}

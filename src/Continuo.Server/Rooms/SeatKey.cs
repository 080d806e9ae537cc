using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Continuo.Client.Contract.Rooms;

namespace Continuo.Server.Rooms;

/// <summary>
/// Seats that belong to who knows their key. The id is the hash of the key, so that nothing needs to be stored, and a seat outlives the
/// server. Thread-safe.
/// </summary>
internal static class SeatKey
{
    /// <summary>Beginning of the ids that need a key.</summary>
    public const string Prefix = "seat-";

    private const int KeyBytes = 24;
    private const int HashBytes = 15; // 120 bits: no other key is found for an id

    /// <summary>Makes a seat.</summary>
    public static Seat Create()
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        return new Seat(IdOf(key), key);
    }

    /// <summary>Whether an id is one that needs a key.</summary>
    public static bool IsKeyed(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether a key is that of an id.</summary>
    public static bool Opens(string id, string? key) =>
        key is { Length: > 0 and <= 128 }
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(IdOf(key)), Encoding.UTF8.GetBytes(id));

    private static string IdOf(string key) =>
        Prefix + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, HashBytes));
}

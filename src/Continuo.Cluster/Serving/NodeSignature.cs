using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Continuo.Server.Access;
using Continuo.Server.Options;
using Microsoft.AspNetCore.Http;

namespace Continuo.Cluster.Serving;

/// <summary>
/// What a node adds to a request that it passes on: the role that it has found, signed with the cluster's key, valid for this method, path
/// and query and for half a minute. The key itself is never sent. Thread-safe.
/// </summary>
/// <param name="key">The cluster's key.</param>
/// <param name="time">Clock of the age.</param>
internal sealed class NodeSignature(string key, TimeProvider time) : INodeTrust
{
    /// <summary>The header: role, seconds since 1970, and HMAC-SHA-256 in hexadecimal digits.</summary>
    public const string Header = "Continuo-Node";

    private const int MaxAgeSeconds = 30;

    private readonly byte[] _key = SHA256.HashData(Encoding.UTF8.GetBytes($"continuo node requests\n{key}"));

    /// <summary>The header's value for a request with a role.</summary>
    public string Sign(string method, string pathAndQuery, AccessRole role)
    {
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture,
            $"{role} {seconds} {Convert.ToHexString(Mac(method, pathAndQuery, $"{role}", seconds))}");
    }

    /// <inheritdoc/>
    public AccessRole? RoleOf(HttpRequest request)
    {
        var words = request.Headers[Header].ToString().Split(' ');
        if (words.Length != 3
            || !Enum.TryParse(words[0], out AccessRole role) || !Enum.IsDefined(role)
            || !long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) > MaxAgeSeconds
            || words[2].Length != 2 * SHA256.HashSizeInBytes)
        {
            return null;
        }

        Span<byte> shown = stackalloc byte[SHA256.HashSizeInBytes];
        if (Convert.FromHexString(words[2], shown, out _, out _) != System.Buffers.OperationStatus.Done) return null;
        var expected = Mac(request.Method, $"{request.Path.ToUriComponent()}{request.QueryString}", words[0], seconds);
        return CryptographicOperations.FixedTimeEquals(shown, expected) ? role : null;
    }

    private byte[] Mac(string method, string pathAndQuery, string role, long seconds) => HMACSHA256.HashData(_key,
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{method}\n{pathAndQuery}\n{role}\n{seconds}")));
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Continuo.Mumble.Gateway;

/// <summary>Names and identities of puppets. Stateless.</summary>
internal static class PuppetNames
{
    private const int MaxLength = 64;

    /// <summary>
    /// A name that servers accept and no one on the server has: what Mumble's default expression refuses becomes <c>_</c>, and a number is
    /// appended if the name is taken.
    /// </summary>
    public static string NameFor(string name, uint number, IReadOnlyCollection<string> taken)
    {
        var clean = new string([.. name.Take(MaxLength).Select(static c => IsAllowed(c) ? c : '_')]).Trim();
        if (clean.Length == 0 || clean.All(static c => c == '_')) clean = Fallback(number);
        var free = clean;
        for (var i = 2; taken.Contains(free, StringComparer.OrdinalIgnoreCase); i++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{clean} {i}");
        }

        return free;
    }

    /// <summary>The name of a speaker whose own name the server refuses.</summary>
    public static string Fallback(uint number) => string.Create(CultureInfo.InvariantCulture, $"User-{number}");

    /// <summary>
    /// The certificate of a person: always the same, so that the volumes which others have set for the person stay.
    /// </summary>
    /// <param name="memberId">The person.</param>
    /// <param name="before">How many puppets of the person there are already.</param>
    public static string IdentityOf(string memberId, int before = 0)
    {
        var identity = "puppet-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(memberId)).AsSpan(0, 10));
        return before == 0 ? identity : string.Create(CultureInfo.InvariantCulture, $"{identity}-{before + 1}");
    }

    private static bool IsAllowed(char c) =>
        char.IsLetterOrDigit(c) || c is ' ' or '-' or '=' or '_' or '[' or ']' or '{' or '}' or '(' or ')' or '@' or '|' or '.';
}

using System.Security.Cryptography;
using System.Text;
using Continuo.Audio;
using Continuo.Files;

namespace Continuo.Mumble.Control;

/// <summary>
/// Fingerprints of the servers' certificates by <c>host:port</c>, in the file <c>known-servers</c>: a line <c>host:port SHA-256</c> each. A
/// server is trusted when it is first met, and from then on only with the same certificate. Thread-safe; processes share the file.
/// </summary>
/// <param name="directory">Directory of the file.</param>
internal sealed class KnownServers(string directory)
{
    private static readonly Lock Changing = new();

    private readonly string _path = Path.Combine(directory, "known-servers");

    /// <summary>Checks a server's certificate, or keeps its fingerprint if the server is new.</summary>
    /// <param name="server">Host and port.</param>
    /// <param name="certificate">The certificate, DER.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.AccessDenied"/> if it is another certificate than before; the file cannot
    /// be read or written.</exception>
    public void Check(string server, ReadOnlySpan<byte> certificate)
    {
        var fingerprint = Convert.ToHexString(SHA256.HashData(certificate));
        lock (Changing)
        {
            var lines = Read();
            foreach (var line in lines)
            {
                var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (parts is not [var name, var known] || !name.Equals(server, StringComparison.OrdinalIgnoreCase)) continue;
                if (known.Equals(fingerprint, StringComparison.OrdinalIgnoreCase)) return;
                throw new AudioException(AudioErrorCode.AccessDenied, $"mumble://{server}",
                    $"its certificate is not the one it had before (SHA-256 {Short(fingerprint)} instead of {Short(known)}): "
                        + "it was renewed, or someone is in between",
                    $"If it was renewed, delete the line of {server} in {_path}");
            }

            StateFile.Replace(_path, Encoding.UTF8.GetBytes(string.Join('\n', [.. lines, $"{server} {fingerprint}", ""])), secret: true);
        }
    }

    private static string Short(string fingerprint) => fingerprint.Length > 16 ? fingerprint[..16] + "…" : fingerprint;

    private string[] Read()
    {
        try
        {
            return File.Exists(_path) ? [.. File.ReadAllLines(_path).Where(line => line.Length > 0)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(e is UnauthorizedAccessException ? AudioErrorCode.AccessDenied : AudioErrorCode.InputOutput, _path,
                e.Message.TrimEnd('.'), "Make it readable; it says which servers are trusted", e);
        }
    }
}

using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Continuo.Server.Files;

/// <summary>The page's files, embedded in the assembly as resources <c>Page/…</c>. Read once; thread-safe.</summary>
internal sealed class PageFiles
{
    private const string Prefix = "Page/";

    private readonly FrozenDictionary<string, PageFile> _files;

    public PageFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        _files = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(n => n[Prefix.Length..], n => Read(assembly, n), StringComparer.Ordinal);
    }

    /// <summary>Their paths, relative to the server's root.</summary>
    public IEnumerable<string> Paths => _files.Keys;

    /// <summary>
    /// The file of a path without a leading slash; <see langword="null"/> if there is none. Only names that were embedded are found, so no
    /// path leads elsewhere.
    /// </summary>
    public PageFile? Find(string path) => _files.GetValueOrDefault(path);

    private static PageFile Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new PageFile(
            content, TypeOf(Path.GetExtension(name)), $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"");
    }

    private static string TypeOf(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".json" => "application/json",
        ".webmanifest" => "application/manifest+json",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".ico" => "image/x-icon",
        ".woff2" => "font/woff2",
        ".wasm" => "application/wasm",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}

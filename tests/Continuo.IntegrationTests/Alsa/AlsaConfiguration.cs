using System.Runtime.InteropServices;
using Continuo.Devices;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Alsa;

/// <summary>
/// A private configuration of ALSA, which this process and its children use in place of the machine's, and a directory for its files.
/// <c>DIR</c> in the text stands for the directory.
/// </summary>
public sealed partial class AlsaConfiguration : IDisposable
{
    private const string Variable = "ALSA_CONFIG_PATH";

    /// <summary>Writes the configuration and puts it in use.</summary>
    /// <param name="devices">Definitions in asoundrc's syntax, after those that ALSA itself brings.</param>
    public AlsaConfiguration(string devices)
    {
        var text = $"</usr/share/alsa/alsa.conf>\npcm_type.continuo_stub {{ lib \"{AlsaStub.Library}\" }}\n{devices}\n";
        File.WriteAllText(Path, text.Replace("DIR", Directory, StringComparison.Ordinal));
        // .NET keeps its own copy of the environment, which libasound does not see.
        Assert.Equal(0, SetVariable(Variable, Path, 1));
    }

    /// <summary>The private directory.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("continuo-alsa-").FullName;

    /// <summary>The configuration's file.</summary>
    public string Path => System.IO.Path.Combine(Directory, "asoundrc");

    /// <summary>What a child process needs to use it.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { [Variable] = Path };

    /// <summary>The backend.</summary>
    public AlsaBackend Backend { get; } = new();

    /// <summary>An audio system that opens its devices.</summary>
    public AudioSystem Audio => new AudioSystem().UseBackend(Backend);

    /// <summary>Path of a file in the private directory.</summary>
    public string FileAt(string name) => System.IO.Path.Combine(Directory, name);

    /// <summary>Ends the use of the configuration and deletes its directory.</summary>
    public void Dispose()
    {
        _ = UnsetVariable(Variable);
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetVariable(string name);
}

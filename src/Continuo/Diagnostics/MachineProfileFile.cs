using System.Text.Json;
using System.Text.Json.Serialization;
using Continuo.Audio;
using Continuo.Files;

namespace Continuo.Diagnostics;

/// <summary>
/// Location of the <see cref="MachineProfile"/>: <c>$XDG_STATE_HOME/continuo/machine.json</c>, usually
/// <c>~/.local/state/continuo/machine.json</c>; on Windows <c>%LOCALAPPDATA%\continuo\machine.json</c>. Thread-safe.
/// </summary>
internal static partial class MachineProfileFile
{
    private static readonly Lazy<MachineProfile?> Loaded = new(static () => Path is { } path ? Load(path) : null);

    /// <summary>Path of the file; <see langword="null"/> if the user has no home directory.</summary>
    public static string? Path => StateFile.PathOf("machine.json");

    /// <summary>The profile stored when the process first read it; <see langword="null"/> if there was none, or no usable one.</summary>
    public static MachineProfile? Current => Loaded.Value;

    /// <summary>Reads a profile; <see langword="null"/> if it does not exist, cannot be read, or has another version.</summary>
    public static MachineProfile? Load(string path)
    {
        try
        {
            var profile = JsonSerializer.Deserialize(File.ReadAllBytes(path), ProfileJson.Default.MachineProfile);
            return profile is { IsSound: true } ? profile : null;
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException or ArgumentException)
        {
            return null; // `continuo doctor` reports the reason
        }
    }

    /// <summary>Stores a profile, replacing an earlier one.</summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InputOutput"/> or <see cref="AudioErrorCode.AccessDenied"/>: it cannot be written.
    /// </exception>
    public static void Save(MachineProfile profile, string path)
    {
        ArgumentNullException.ThrowIfNull(profile);
        StateFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(profile, ProfileJson.Default.MachineProfile));
    }

    [JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true)]
    [JsonSerializable(typeof(MachineProfile))]
    private sealed partial class ProfileJson : JsonSerializerContext;
}

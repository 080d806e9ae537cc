using System.Globalization;
using System.Text.Json;
using Continuo.Audio;
using Continuo.Files;

namespace Continuo.Rooms.Volumes;

/// <summary>Reads and writes the file of a <see cref="VolumeStore"/>. One thread at a time.</summary>
internal sealed class VolumeFile(string path)
{
    private const int Version = 1;
    private const long MaxBytes = 64 << 20;

    /// <summary>Reads the file. One that cannot be understood is renamed, so that nothing in it is lost.</summary>
    /// <param name="now">Time for the name of a file that is set aside.</param>
    /// <param name="problem">What was wrong; <see langword="null"/> if nothing was.</param>
    /// <returns>The valid entries.</returns>
    public IReadOnlyList<StoredListener> Read(DateTimeOffset now, out string? problem)
    {
        problem = null;
        if (!File.Exists(path)) return [];
        try
        {
            return Parse(out problem);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or NotSupportedException)
        {
            var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.corrupt-{now:yyyyMMdd-HHmmss}");
            File.Move(path, aside, overwrite: true);
            problem = $"{path} cannot be read ({e.Message}); it was renamed to {Path.GetFileName(aside)}, and all volumes begin at 100 %";
            return [];
        }
    }

    /// <summary>Replaces the file: it has the old content or the new, whatever happens meanwhile.</summary>
    /// <exception cref="AudioException">It cannot be written.</exception>
    public void Write(IReadOnlyList<StoredListener> listeners)
    {
        StateFile.Replace(path,
            JsonSerializer.SerializeToUtf8Bytes(new StoredVolumes(Version, listeners), VolumeJson.Default.StoredVolumes));
    }

    private List<StoredListener> Parse(out string? problem)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > MaxBytes) throw new InvalidDataException($"it is larger than {MaxBytes >> 20} MiB");
        var stored = JsonSerializer.Deserialize(stream, VolumeJson.Default.StoredVolumes);
        if (stored is not { Version: Version, Listeners: not null }) throw new InvalidDataException("it is not of version 1");
        List<StoredListener> valid = [];
        problem = null;
        foreach (var listener in stored.Listeners)
        {
            try
            {
                (listener ?? throw new AudioException(AudioErrorCode.InvalidArgument, "null", "an entry is empty", "Remove it")).Validate();
                valid.Add(listener);
            }
            catch (AudioException e)
            {
                problem ??= $"{path}: an entry was left out: {e.Message}";
            }
        }

        return valid;
    }
}

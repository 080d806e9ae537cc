using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Continuo.Codecs.Tests.SoundFiles;

/// <summary>A folder for the files of one test, which are made with the ordinary tools and deleted with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("continuo-codecs-");

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public IEnumerable<string> Names => _folder.EnumerateFiles().Select(f => f.Name).Order(StringComparer.Ordinal);

    /// <summary>Stereo tones of 440 and 1000 Hz, 16 bit.</summary>
    public string Tones(string name, double seconds, int rate = 44_100)
    {
        Run("sox", "-D", "-n", "-r", Text(rate), "-c", "2", "-b", "16", this[name],
            "synth", Text(seconds), "sine", "440", "sine", "1000", "vol", "0.5");
        return this[name];
    }

    /// <summary>Pink noise, 16 bit: no two places are alike.</summary>
    public string Noise(string name, double seconds, int channels = 1)
    {
        Run("sox", "-D", "-R", "-n", "-r", "44100", "-c", Text(channels), "-b", "16", this[name],
            "synth", Text(seconds), "pinknoise", "vol", "0.5");
        return this[name];
    }

    /// <summary>The same sound in another kind of file.</summary>
    public string Convert(string from, string name, params ReadOnlySpan<string> options)
    {
        Run("ffmpeg", ["-v", "error", "-y", "-i", from, .. options, this[name]]);
        return this[name];
    }

    /// <summary>Overwrites part of a file with noise that is the same in every run.</summary>
    public static void Damage(string path, double where, int bytes)
    {
        var noise = new byte[bytes];
        new Random(1).NextBytes(noise);
        using var file = File.OpenWrite(path);
        file.Position = (long)(file.Length * where);
        file.Write(noise);
    }

    public static void Truncate(string path, double where)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength((long)(file.Length * where));
    }

    public static string Run(string tool, params ReadOnlySpan<string> arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(tool, arguments.ToArray()) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{tool} failed: {errors.Result}");
            return output;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"This test needs {tool}: apt-get install {tool}");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}

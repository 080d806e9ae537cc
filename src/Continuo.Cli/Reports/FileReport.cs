using Continuo.Codecs.SoundFiles;

namespace Continuo.Cli.Reports;

/// <summary>Properties of a sound file from its header.</summary>
/// <param name="Source">Its path.</param>
/// <param name="Kind">File format and encoding.</param>
/// <param name="Frames">Length in frames.</param>
/// <param name="Seconds">Length in seconds.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Layout">Speaker of each channel.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="BitsPerSecond">Average bit rate; <see langword="null"/> for a file without audio.</param>
internal sealed record FileReport(
    string Source,
    string Kind,
    long Frames,
    double Seconds,
    int SampleRate,
    int Channels,
    string Layout,
    long Bytes,
    double? BitsPerSecond)
{
    public static FileReport Of(SoundFileReader reader)
    {
        var (bytes, seconds) = (new FileInfo(reader.Path).Length, Reports.AudioSeconds.Of(reader.Frames, reader.Format));
        return new FileReport(
            reader.Path, reader.Kind, reader.Frames, seconds, reader.Format.SampleRate, reader.Format.Channels,
                reader.Format.Layout.ToString(), bytes, seconds > 0 ? Math.Round(8 * bytes / seconds) : null);
    }
}

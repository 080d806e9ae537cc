using Continuo.Audio;

namespace Continuo.Codecs.SoundFiles.Interop;

/// <summary>The speakers in a file's header, as found by libsndfile (<c>SF_CHANNEL_MAP_…</c>).</summary>
internal static unsafe class SpeakerMap
{
    private const int GetChannelMap = 0x1100;

    // Beginning with SF_CHANNEL_MAP_MONO.
    private static ReadOnlySpan<sbyte> Speakers => [2, 0, 1, 2, 0, 1, 2, 8, 4, 5, 3, 6, 7, 9, 10, 11, 12, 14, 13, 15, 17, 16];

    /// <summary>The order of the channels, or <see langword="null"/> if the file does not assign a speaker to each.</summary>
    public static ChannelOrder? Of(SndFileHandle file, int channels)
    {
        var map = stackalloc int[channels];
        if (SndFile.Command(file, GetChannelMap, map, channels * sizeof(int)) == 0) return null;
        var speakers = new Speaker[channels];
        for (var i = 0; i < channels; i++)
        {
            if (map[i] < 1 || map[i] > Speakers.Length) return null;
            speakers[i] = (Speaker)Speakers[map[i] - 1];
        }

        var order = new ChannelOrder(speakers);
        return order.Layout.Named == channels ? order : null;
    }
}

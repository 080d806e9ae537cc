namespace Continuo.Audio;

/// <summary>
/// Which speaker each channel feeds, in the order of WAV files, and by what gains one layout becomes another.
/// </summary>
/// <remarks>
/// Rules for up to 8 channels: mono goes to left and right as it is. Else a speaker that both layouts have keeps its signal. Where there is
/// none, the centre goes to left and right at −3 dB; side and back pairs stand in for each other, or go to the front of their side
/// at −3 dB; a back centre goes to the back pair at −3 dB, or to left and right at −6 dB; LFE is left out (ITU-R BS.775). To
/// mono: first to stereo, then the mean of both. With more than 8 channels, which have no names, channel i goes to i, and when there
/// are fewer, to i modulo their number, divided by how many meet there: nothing is lost, nothing gets too loud.
/// </remarks>
internal static class ChannelLayout
{
    /// <summary>1/√2.</summary>
    public const float Minus3Db = 0.70710677f;

    private const int Named = 8;

    private enum Speaker
    {
        Left,
        Right,
        Centre,
        Effects,
        BackLeft,
        BackRight,
        BackCentre,
        SideLeft,
        SideRight,
    }

    /// <summary>The gains of a mapping: element [output × <paramref name="from"/> + input].</summary>
    public static float[] Gains(int from, int to)
    {
        var gains = new float[from * to];
        if (from == to)
        {
            for (var i = 0; i < from; i++) gains[i * from + i] = 1;
        }
        else if (from > Named || to > Named)
        {
            for (var i = 0; i < from; i++)
            {
                var output = i % to;
                gains[output * from + i] = 1f / ((from - output + to - 1) / to);
            }
        }
        else if (to == 1)
        {
            var stereo = Gains(from, 2);
            for (var i = 0; i < from; i++) gains[i] = (stereo[i] + stereo[from + i]) * 0.5f;
        }
        else
        {
            var (inputs, outputs) = (SpeakersOf(from), SpeakersOf(to));
            for (var i = 0; i < from; i++)
            {
                foreach (var (speaker, gain) in Spread(inputs[i], from == 1, outputs)) gains[Array.IndexOf(outputs, speaker) * from + i] = gain;
            }
        }

        return gains;
    }

    private static Speaker[] SpeakersOf(int channels) => channels switch
    {
        1 => [Speaker.Centre],
        2 => [Speaker.Left, Speaker.Right],
        3 => [Speaker.Left, Speaker.Right, Speaker.Centre],
        4 => [Speaker.Left, Speaker.Right, Speaker.BackLeft, Speaker.BackRight],
        5 => [Speaker.Left, Speaker.Right, Speaker.Centre, Speaker.BackLeft, Speaker.BackRight],
        6 => [Speaker.Left, Speaker.Right, Speaker.Centre, Speaker.Effects, Speaker.BackLeft, Speaker.BackRight],
        7 => [Speaker.Left, Speaker.Right, Speaker.Centre, Speaker.Effects, Speaker.BackCentre, Speaker.SideLeft, Speaker.SideRight],
        _ => [Speaker.Left, Speaker.Right, Speaker.Centre, Speaker.Effects, Speaker.BackLeft, Speaker.BackRight, Speaker.SideLeft, Speaker.SideRight],
    };

    // Where one speaker's signal goes; every layout here has left and right.
    private static (Speaker Speaker, float Gain)[] Spread(Speaker input, bool isMono, Speaker[] outputs)
    {
        if (isMono) return [(Speaker.Left, 1), (Speaker.Right, 1)];
        if (outputs.Contains(input)) return [(input, 1)];
        var back = outputs.Contains(Speaker.BackLeft);
        var side = outputs.Contains(Speaker.SideLeft);
        return input switch
        {
            Speaker.Centre => [(Speaker.Left, Minus3Db), (Speaker.Right, Minus3Db)],
            Speaker.BackLeft => [side ? (Speaker.SideLeft, 1) : (Speaker.Left, Minus3Db)],
            Speaker.BackRight => [side ? (Speaker.SideRight, 1) : (Speaker.Right, Minus3Db)],
            Speaker.SideLeft => [back ? (Speaker.BackLeft, 1) : (Speaker.Left, Minus3Db)],
            Speaker.SideRight => [back ? (Speaker.BackRight, 1) : (Speaker.Right, Minus3Db)],
            Speaker.BackCentre when back => [(Speaker.BackLeft, Minus3Db), (Speaker.BackRight, Minus3Db)],
            Speaker.BackCentre => [(Speaker.Left, 0.5f), (Speaker.Right, 0.5f)],
            _ => [],
        };
    }
}

namespace Continuo.Audio;

/// <summary>Gains for converting between two channel layouts.</summary>
/// <remarks>
///  A speaker that both layouts have keeps its signal. A missing speaker is distributed to its neighbours (ITU-R BS.775): the centre to
/// left and right at −3 dB; side and back pairs replace each other, or go to the back centre or to the front of their side at −3 dB; a back
/// centre goes to the back or side pair at −3 dB, or to left and right at −6 dB; height speakers go to those below at −3 dB. LFE is
/// dropped. Mono is copied to left and right; to mono is the mean of the stereo mix. Unnamed channels map to unnamed channels; if the other
/// layout has none, channel i goes to i modulo its channel count, divided by the number of channels that share it, so nothing is lost and
/// the level does not rise.
/// </remarks>
internal static class DownmixMatrix
{
    /// <summary>1/√2.</summary>
    public const float Minus3Db = 0.70710677f;

    /// <summary>The gain matrix; element [output × from.Channels + input].</summary>
    public static float[] Gains(ChannelLayout from, ChannelLayout to)
    {
        var gains = new float[from.Channels * to.Channels];
        if (from == to || (from.Channels == to.Channels && (from.IsUnnamed || to.IsUnnamed)))
        {
            for (var i = 0; i < from.Channels; i++) gains[i * from.Channels + i] = 1;
        }
        else if (from.Channels == 1 && to.Has(Speaker.FrontLeft) && to.Has(Speaker.FrontRight))
        {
            gains[to.IndexOf(Speaker.FrontLeft)] = gains[to.IndexOf(Speaker.FrontRight)] = 1;
        }
        else if (from.IsUnnamed || to.IsUnnamed)
        {
            for (var i = 0; i < from.Channels; i++) SetInTurn(gains, from, to, i, i, from.Channels);
        }
        else if (to.Channels == 1 && from.Channels > 1)
        {
            var stereo = Gains(from, ChannelLayout.Stereo);
            for (var i = 0; i < from.Channels; i++) gains[i] = (stereo[i] + stereo[from.Channels + i]) * 0.5f;
        }
        else
        {
            for (var i = 0; i < from.Named; i++) Spread(gains, from, to, i, from[i], 1);
            for (var i = from.Named; i < from.Channels; i++)
            {
                var like = to.Named + i - from.Named;
                if (like < to.Channels) gains[like * from.Channels + i] = 1;
                else SetInTurn(gains, from, to, i, i - from.Named, from.Channels - from.Named);
            }
        }

        return gains;
    }

    private static void SetInTurn(float[] gains, ChannelLayout from, ChannelLayout to, int input, int index, int count)
    {
        var output = index % to.Channels;
        gains[output * from.Channels + input] = 1f / ((count - output + to.Channels - 1) / to.Channels);
    }

    // Each step moves to a speaker nearer to left, right and centre, so the recursion ends.
    private static void Spread(float[] gains, ChannelLayout from, ChannelLayout to, int input, Speaker speaker, float gain)
    {
        if (to.IndexOf(speaker) is >= 0 and var output)
        {
            gains[output * from.Channels + input] += gain;
            return;
        }

        foreach (var (next, part) in Neighbours(speaker, to)) Spread(gains, from, to, input, next, gain * part);
    }

    private static (Speaker Speaker, float Gain)[] Neighbours(Speaker speaker, ChannelLayout to)
    {
        var (back, side) = (to.Has(Speaker.BackLeft), to.Has(Speaker.SideLeft));
        return speaker switch
        {
            Speaker.FrontLeft or Speaker.FrontRight when to.Has(Speaker.FrontCentre) => [(Speaker.FrontCentre, Minus3Db)],
            Speaker.FrontCentre when to.Has(Speaker.FrontLeft) || to.Has(Speaker.FrontRight) =>
                [(Speaker.FrontLeft, Minus3Db), (Speaker.FrontRight, Minus3Db)],
            Speaker.FrontLeftOfCentre => [(Speaker.FrontLeft, 1)],
            Speaker.FrontRightOfCentre => [(Speaker.FrontRight, 1)],
            Speaker.BackLeft when side => [(Speaker.SideLeft, 1)],
            Speaker.BackRight when side => [(Speaker.SideRight, 1)],
            Speaker.SideLeft when back => [(Speaker.BackLeft, 1)],
            Speaker.SideRight when back => [(Speaker.BackRight, 1)],
            Speaker.BackLeft or Speaker.BackRight or Speaker.SideLeft or Speaker.SideRight when to.Has(Speaker.BackCentre) =>
                [(Speaker.BackCentre, Minus3Db)],
            Speaker.BackLeft or Speaker.SideLeft => [(Speaker.FrontLeft, Minus3Db)],
            Speaker.BackRight or Speaker.SideRight => [(Speaker.FrontRight, Minus3Db)],
            Speaker.BackCentre when back => [(Speaker.BackLeft, Minus3Db), (Speaker.BackRight, Minus3Db)],
            Speaker.BackCentre when side => [(Speaker.SideLeft, Minus3Db), (Speaker.SideRight, Minus3Db)],
            Speaker.BackCentre => [(Speaker.FrontLeft, 0.5f), (Speaker.FrontRight, 0.5f)],
            Speaker.TopCentre => [(Speaker.FrontLeft, 0.5f), (Speaker.FrontRight, 0.5f)],
            Speaker.TopFrontLeft => [(Speaker.FrontLeft, Minus3Db)],
            Speaker.TopFrontCentre => [(Speaker.FrontCentre, Minus3Db)],
            Speaker.TopFrontRight => [(Speaker.FrontRight, Minus3Db)],
            Speaker.TopBackLeft => [(Speaker.BackLeft, Minus3Db)],
            Speaker.TopBackCentre => [(Speaker.BackCentre, Minus3Db)],
            Speaker.TopBackRight => [(Speaker.BackRight, Minus3Db)],
            _ => [],
        };
    }
}

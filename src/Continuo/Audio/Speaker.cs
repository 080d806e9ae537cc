namespace Continuo.Audio;

/// <summary>A loudspeaker position. The values are the bit numbers of the mask in WAVE_FORMAT_EXTENSIBLE.</summary>
public enum Speaker
{
    /// <summary>No position is known for the channel: a track of a multitrack recorder, an auxiliary channel.</summary>
    Unnamed = -1,

    /// <summary>FL.</summary>
    FrontLeft = 0,

    /// <summary>FR.</summary>
    FrontRight = 1,

    /// <summary>FC; also the one channel of mono.</summary>
    FrontCentre = 2,

    /// <summary>LFE: low-frequency effects.</summary>
    LowFrequency = 3,

    /// <summary>BL.</summary>
    BackLeft = 4,

    /// <summary>BR.</summary>
    BackRight = 5,

    /// <summary>FLC: between left and centre.</summary>
    FrontLeftOfCentre = 6,

    /// <summary>FRC: between right and centre.</summary>
    FrontRightOfCentre = 7,

    /// <summary>BC.</summary>
    BackCentre = 8,

    /// <summary>SL.</summary>
    SideLeft = 9,

    /// <summary>SR.</summary>
    SideRight = 10,

    /// <summary>TC: above the listener.</summary>
    TopCentre = 11,

    /// <summary>TFL.</summary>
    TopFrontLeft = 12,

    /// <summary>TFC.</summary>
    TopFrontCentre = 13,

    /// <summary>TFR.</summary>
    TopFrontRight = 14,

    /// <summary>TBL.</summary>
    TopBackLeft = 15,

    /// <summary>TBC.</summary>
    TopBackCentre = 16,

    /// <summary>TBR.</summary>
    TopBackRight = 17,
}

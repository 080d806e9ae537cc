namespace Continuo.Audio;

/// <summary>A loudspeaker position. The values are the bit numbers of the mask in WAVE_FORMAT_EXTENSIBLE.</summary>
public enum Speaker
{
    /// <summary>No position, for example a multitrack recorder's track or an auxiliary channel.</summary>
    Unnamed = -1,

    /// <summary>FL: front left.</summary>
    FrontLeft = 0,

    /// <summary>FR: front right.</summary>
    FrontRight = 1,

    /// <summary>FC: front centre. Also the channel of a mono layout.</summary>
    FrontCentre = 2,

    /// <summary>LFE: low-frequency effects.</summary>
    LowFrequency = 3,

    /// <summary>BL: back left.</summary>
    BackLeft = 4,

    /// <summary>BR: back right.</summary>
    BackRight = 5,

    /// <summary>FLC: front, left of centre.</summary>
    FrontLeftOfCentre = 6,

    /// <summary>FRC: front, right of centre.</summary>
    FrontRightOfCentre = 7,

    /// <summary>BC: back centre.</summary>
    BackCentre = 8,

    /// <summary>SL: side left.</summary>
    SideLeft = 9,

    /// <summary>SR: side right.</summary>
    SideRight = 10,

    /// <summary>TC: above the listener.</summary>
    TopCentre = 11,

    /// <summary>TFL: top front left.</summary>
    TopFrontLeft = 12,

    /// <summary>TFC: top front centre.</summary>
    TopFrontCentre = 13,

    /// <summary>TFR: top front right.</summary>
    TopFrontRight = 14,

    /// <summary>TBL: top back left.</summary>
    TopBackLeft = 15,

    /// <summary>TBC: top back centre.</summary>
    TopBackCentre = 16,

    /// <summary>TBR: top back right.</summary>
    TopBackRight = 17,
}

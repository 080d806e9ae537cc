namespace Continuo.Audio;

/// <summary>Storage format of a sample in files and pipes. Integers are signed and little-endian. Continuo uses float internally.</summary>
public enum SampleType
{
    /// <summary>16-bit signed integer, 2 bytes.</summary>
    S16,

    /// <summary>24-bit signed integer, packed in 3 bytes.</summary>
    S24,

    /// <summary>32-bit signed integer, 4 bytes.</summary>
    S32,

    /// <summary>32-bit IEEE float, 4 bytes, −1…1.</summary>
    F32,
}

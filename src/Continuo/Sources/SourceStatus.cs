namespace Continuo.Sources;

/// <summary>Status of a read from a source.</summary>
public enum SourceStatus
{
    /// <summary>No frames arrived before the time-out, although some were due. The value of <c>default(SourceRead)</c>.</summary>
    Nothing,

    /// <summary>Frames were read.</summary>
    Data,

    /// <summary>
    /// The source works but has nothing to capture, for example because the application plays nothing. The stream inserts silence.
    /// </summary>
    Idle,

    /// <summary>The source has ended permanently: end of the file, the pipe or the child process.</summary>
    End,

    /// <summary>The device or its server was lost. Reopening may succeed.</summary>
    Lost,
}

namespace Continuo.Sources;

/// <summary>What a source has to say when it is read.</summary>
public enum SourceStatus
{
    /// <summary>Frames are due, but none came before the time-out. The value of <c>default(SourceRead)</c>.</summary>
    Nothing,

    /// <summary>Frames were read.</summary>
    Data,

    /// <summary>The source works but there is nothing to capture now: the application plays nothing. Time is filled with silence.</summary>
    Idle,

    /// <summary>The source has ended for good: end of file, of the pipe, of the child process.</summary>
    End,

    /// <summary>The device or its server is gone; opening anew may help.</summary>
    Lost,
}

namespace Continuo.Client.Contract;

/// <summary>State of an application that is connected to the audio server.</summary>
public enum ApplicationState
{
    /// <summary>At least one of its streams plays.</summary>
    Playing,

    /// <summary>All of its streams are paused.</summary>
    Paused,
}

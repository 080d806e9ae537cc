using Continuo.Rooms;

namespace Continuo.Simulation.Load;

/// <summary>Connects the participants of a <see cref="LoadRun"/> by means that this project does not know. Control thread only.</summary>
internal interface ILoadNetwork : IDisposable
{
    /// <summary>Creates a speaker's connection.</summary>
    /// <param name="room">Number of the room.</param>
    /// <param name="voice">Number of the speaker in the room.</param>
    /// <returns>What the room reads.</returns>
    ISpeakerInput AddVoice(int room, int voice);

    /// <summary>Creates a listener's connection, whose packets <see cref="LoadEar.Take"/> receives.</summary>
    /// <returns>What the room delivers to.</returns>
    IListenerOutput AddEar(LoadEar ear);

    /// <summary>Waits until all are connected.</summary>
    /// <returns>The way to the rooms.</returns>
    /// <exception cref="Audio.AudioException">Some are not.</exception>
    IVoiceRoute Connect();
}

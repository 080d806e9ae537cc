using Continuo.Rooms.Volumes;

namespace Continuo.Server.Rooms;

/// <summary>Keeps the volumes of several servers alike.</summary>
internal interface IVolumeCopies
{
    /// <summary>Begins to send what is set in a store to the others, and to set in it what they send. Waits for 0.3 s at most.</summary>
    void Attach(VolumeStore store);
}

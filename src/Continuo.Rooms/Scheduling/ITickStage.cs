namespace Continuo.Rooms.Scheduling;

/// <summary>Independent pieces of work of a tick, which several threads do at once.</summary>
internal interface ITickStage
{
    /// <summary>Does one piece. Must not throw.</summary>
    void Run(int item);
}

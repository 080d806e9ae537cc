namespace Continuo.Rooms.Mixing;

/// <summary>A change that the control plane asks of the tick. Made by any thread, applied by the tick at its beginning.</summary>
internal sealed class RoomCommand(Action<RoomTick> apply)
{
    /// <summary>The command that was added before this one.</summary>
    public RoomCommand? Before { get; set; }

    public void Apply(RoomTick tick) => apply(tick);
}

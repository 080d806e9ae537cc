namespace Continuo.Mumble;

/// <summary>Describes an event of a <c>MumbleClient</c>.</summary>
/// <param name="kind">What happened.</param>
/// <param name="user">The user it happened to; <see langword="null"/> if it concerns the connection.</param>
public sealed class MumbleEventArgs(MumbleEventKind kind, MumbleUser? user) : EventArgs
{
    /// <summary>What happened.</summary>
    public MumbleEventKind Kind { get; } = kind;

    /// <summary>The user it happened to; <see langword="null"/> if it concerns the connection.</summary>
    public MumbleUser? User { get; } = user;

    /// <summary>For example <c>TalkingStarted anna</c>.</summary>
    public override string ToString() => User is null ? Kind.ToString() : $"{Kind} {User.Name}";
}

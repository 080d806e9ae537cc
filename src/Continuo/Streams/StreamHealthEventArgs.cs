namespace Continuo.Streams;

/// <summary>Tells of a change of a stream's health.</summary>
/// <param name="before">The state it was in.</param>
/// <param name="now">The state it is in.</param>
/// <param name="reason">Why, as one line of text.</param>
public sealed class StreamHealthEventArgs(StreamHealth before, StreamHealth now, string reason) : EventArgs
{
    /// <summary>The state it was in.</summary>
    public StreamHealth Before { get; } = before;

    /// <summary>The state it is in.</summary>
    public StreamHealth Now { get; } = now;

    /// <summary>Why, as one line of text.</summary>
    public string Reason { get; } = reason;
}

namespace Continuo.Streams;

/// <summary>Event data for a change of a stream's health.</summary>
/// <param name="before">The previous health.</param>
/// <param name="now">The new health.</param>
/// <param name="reason">The reason, as one line of text.</param>
public sealed class StreamHealthEventArgs(StreamHealth before, StreamHealth now, string reason) : EventArgs
{
    /// <summary>The previous health.</summary>
    public StreamHealth Before { get; } = before;

    /// <summary>The new health.</summary>
    public StreamHealth Now { get; } = now;

    /// <summary>The reason, as one line of text.</summary>
    public string Reason { get; } = reason;
}

using Continuo.Sources;

namespace Continuo.Streams;

/// <summary>A scheme registered with an <see cref="AudioSystem"/>. Immutable.</summary>
/// <param name="Name">
/// What stands before the colon, in lower case; <c>-</c> for standard input and output; with a dot, the ending of file names: <c>.sdp</c>.
/// </param>
/// <param name="OpensSources">Whether it can be a source.</param>
/// <param name="OpensSinks">Whether it can be a sink.</param>
/// <param name="Source">Usage of the source's addresses, if given at registration.</param>
/// <param name="Sink">Usage of the sink's addresses, if given at registration.</param>
internal sealed record AudioScheme(string Name, bool OpensSources, bool OpensSinks, AddressUsage? Source, AddressUsage? Sink)
{
    /// <summary>As it is written before a target: <c>app:</c>; <c>-</c> and endings as they are.</summary>
    public string Prefix => Name[0] is '-' or '.' ? Name : Name + ":";
}

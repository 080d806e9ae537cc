namespace Continuo.Client.Contract.Server;

/// <summary>One line of the server's log.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Level"><c>trace</c>, <c>debug</c>, <c>information</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</param>
/// <param name="Category">Part of the server that wrote it.</param>
/// <param name="Message">The text.</param>
public sealed record LogLine(long Number, DateTimeOffset Time, string Level, string Category, string Message);

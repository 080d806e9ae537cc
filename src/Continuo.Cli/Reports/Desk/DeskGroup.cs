namespace Continuo.Cli.Reports.Desk;

/// <summary>A group of persons.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsOn">Whether it is heard.</param>
internal sealed record DeskGroup(string Name, bool IsOn);

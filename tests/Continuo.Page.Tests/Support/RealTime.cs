namespace Continuo.Page.Tests.Support;

/// <summary>Tests that measure real time run one after another, when no other test of this project runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class RealTime
{
    public const string Name = "real time";
}

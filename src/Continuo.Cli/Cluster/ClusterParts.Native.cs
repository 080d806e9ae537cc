using Continuo.Audio;
using Continuo.Server;

namespace Continuo.Cli.Cluster;

/// <summary>
/// In place of <c>ClusterParts.cs</c> in the executable that is compiled to native code: the cluster's engine finds its types at run time.
/// </summary>
internal static class ClusterParts
{
    /// <summary>Refuses a membership.</summary>
    public static IReadOnlyList<IServerPart> Of(ClusterMembership? membership) => membership is null
        ? []
        : throw new AudioException(AudioErrorCode.Unsupported, "--cluster",
            "this executable is compiled to native code, which has no cluster",
            "Use the one that runs on .NET: ./continuo, or the tool Continuo.Tool");
}

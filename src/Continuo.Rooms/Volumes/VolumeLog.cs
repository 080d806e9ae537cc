using Microsoft.Extensions.Logging;

namespace Continuo.Rooms.Volumes;

/// <summary>Log messages of the volume store.</summary>
internal static partial class VolumeLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void VolumesProblem(ILogger logger, string problem);
}

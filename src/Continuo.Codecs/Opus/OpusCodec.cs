using Continuo.Codecs.Opus.Interop;
using Microsoft.Extensions.Logging;

namespace Continuo.Codecs.Opus;

/// <summary>Selects the Opus implementation for encoders and decoders created afterwards. Thread-safe.</summary>
public static partial class OpusCodec
{
    private static int _implementation;

    /// <summary>The selected implementation.</summary>
    public static OpusImplementation Implementation
    {
        get => (OpusImplementation)Volatile.Read(ref _implementation);
        set => Volatile.Write(ref _implementation, (int)value);
    }

    /// <summary>Whether the managed implementation is in use, by selection or because libopus is missing.</summary>
    public static bool IsManaged => Implementation switch
    {
        OpusImplementation.Native => false,
        OpusImplementation.Managed => true,
        _ => !IsNativeUsable,
    };

    /// <summary>One-line description of the implementation in use, with the reason if it is not libopus.</summary>
    public static string Description => !IsManaged ? "libopus"
        : Implementation == OpusImplementation.Managed ? "Concentus, managed, as requested: several times slower than libopus, and it "
        + "allocates"
        : $"Concentus, managed, because libopus is missing: several times slower, and it allocates; install {LibOpus.Package}";

    private static bool IsNativeUsable => OpusControls.IsSupported && LibOpus.Library.TryLoad();

    /// <summary>Logs one line if the managed implementation is in use.</summary>
    public static void LogImplementation(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        if (IsManaged) LogManaged(logger, Description);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Opus implementation: {Description}")]
    private static partial void LogManaged(ILogger logger, string description);
}

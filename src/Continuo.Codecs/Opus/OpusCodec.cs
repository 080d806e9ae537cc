using System.Runtime.InteropServices;
using Continuo.Codecs.Opus.Interop;
using Microsoft.Extensions.Logging;

namespace Continuo.Codecs.Opus;

/// <summary>The choice of the program that codes Opus, for encoders and decoders created from now on. Thread-safe.</summary>
public static partial class OpusCodec
{
    private static int _implementation;

    /// <summary>What was asked for.</summary>
    public static OpusImplementation Implementation
    {
        get => (OpusImplementation)Volatile.Read(ref _implementation);
        set => Volatile.Write(ref _implementation, (int)value);
    }

    /// <summary>Whether Opus is coded by the managed implementation, as asked for or because libopus is missing.</summary>
    public static bool IsManaged => Implementation switch
    {
        OpusImplementation.Native => false,
        OpusImplementation.Managed => true,
        _ => !IsNativeUsable,
    };

    /// <summary>One line for people: what codes Opus, and why if it is not libopus.</summary>
    public static string Description => !IsManaged ? "libopus"
        : Implementation == OpusImplementation.Managed ? "Concentus, managed, as asked for: several times slower than libopus, and it allocates"
        : $"Concentus, managed, since libopus is missing: several times slower, and it allocates; install {LibOpus.Package}";

    private static bool IsNativeUsable => OpusControls.IsSupported && NativeLibrary.TryLoad(LibOpus.FileName, typeof(OpusCodec).Assembly, null, out _);

    /// <summary>Writes one line to a log if Opus is coded by the managed implementation.</summary>
    public static void Report(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        if (IsManaged) LogManaged(logger, Description);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Opus is coded by {Description}")]
    private static partial void LogManaged(ILogger logger, string description);
}

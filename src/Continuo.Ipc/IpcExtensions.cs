using Continuo.Streams;

namespace Continuo.Ipc;

/// <summary>Registers audio between the processes of one machine with an <see cref="AudioSystem"/>.</summary>
public static class IpcExtensions
{
    /// <summary>Registers <c>ipc:PATH</c> as source and sink.</summary>
    public static AudioSystem UseIpc(this AudioSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.AddSource("ipc", IpcSource.FromAddress).AddSink("ipc", IpcServerSink.FromAddress);
    }
}

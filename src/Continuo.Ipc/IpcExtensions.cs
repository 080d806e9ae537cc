using Continuo.Streams;

namespace Continuo.Ipc;

/// <summary>Registers audio between the processes of one machine with an <see cref="AudioSystem"/>.</summary>
public static class IpcExtensions
{
    /// <summary>Registers <c>ipc:PATH</c> as source and sink.</summary>
    public static AudioSystem UseIpc(this AudioSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system
            .AddSource("ipc", IpcSource.FromAddress,
            new("ipc:PATH", "audio that another process serves (continuo serve-ipc)",
            "codec=s16, f32 or opus; bitrate=KBPS; silence=MS; listen accepts a sender"))
            .AddSink("ipc", IpcServerSink.FromAddress,
            new("ipc:PATH", "serves audio to other processes", "budget=MS; clients=N; silence=MS; connect sends to a listening server"));
    }
}

using Continuo.Server.Options;

namespace Continuo.Server.Access;

/// <summary>The settings of access control, which change when the configuration is read again. Thread-safe.</summary>
internal sealed class AccessSettings(ServerOptions options)
{
    private ServerOptions _current = options;

    public ServerOptions Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}

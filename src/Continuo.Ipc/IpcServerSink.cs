using Continuo.Audio;
using Continuo.Sinks;

namespace Continuo.Ipc;

/// <summary>
/// Serves the audio written to it to any number of client processes: <c>ipc:PATH</c>. Writing never waits for a client. Without clients,
/// the audio is discarded.
/// </summary>
internal sealed class IpcServerSink : IAudioSink
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly IpcServerOptions _options;
    private readonly Interruption _interruption = new();
    private RingFeed? _feed;
    private IpcServer? _server;

    internal IpcServerSink(string path, IpcServerOptions options) => (_path, _options) = (path, options);

    /// <inheritdoc/>
    public string Description => $"clients of ipc:{_path}";

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <summary>The server, while the sink is open.</summary>
    public IpcServer? Server => _server;

    /// <summary>
    /// Creates the sink of an <c>ipc:PATH</c> address. Options: <c>budget=MILLISECONDS</c>, <c>clients=64</c>, <c>silence=MILLISECONDS</c>,
    /// <c>connect</c> (send to a listening server, see <see cref="IpcClientSink"/>).
    /// </summary>
    /// <exception cref="AudioException">An option is invalid.</exception>
    public static IAudioSink FromAddress(AudioAddress address, SinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        if (address.Flag("connect")) return IpcClientSink.FromAddress(address, request);
        address.AllowOptions("budget", "clients", "silence", "connect");
        var options = new IpcServerOptions
        {
            Budget = IpcAddress.BudgetOf(address),
            MaxClients = (int)address.Number("clients", IpcServerOptions.Default.MaxClients, 1, 1024),
            Silence = IpcAddress.SilenceOf(address),
            Clock = request.Clock,
        };
        return new IpcServerSink(IpcAddress.PathOf(address), options);
    }

    /// <inheritdoc/>
    public void Open(AudioFormat format)
    {
        _interruption.Clear();
        Dispose();
        FramesWritten = 0;
        _feed = new RingFeed(format, _options.Clock);
        try
        {
            _server = new IpcServer(_path, _feed.Ring, _options);
            _server.Start();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> samples)
    {
        _interruption.ThrowIfRequested();
        if (_feed is not { } feed) throw new AudioException(AudioErrorCode.InputOutput, Description, "it is not open", "Open it first");
        feed.Write(samples);
        FramesWritten = feed.Frames;
    }

    /// <inheritdoc/>
    public void Finish()
    {
        _interruption.ThrowIfRequested();
        _feed?.Complete();
        _server?.Drain(StopTimeout);
        Dispose();
        _interruption.ThrowIfRequested();
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _interruption.Request();
        Volatile.Read(ref _server)?.EndDrain();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _server?.Dispose();
        _server = null;
        _feed?.Dispose();
        _feed = null;
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Ipc.Wire;
using Continuo.LocalSockets;
using Continuo.Threading;

namespace Continuo.Ipc;

/// <summary>Connects to a server and negotiates the configuration. Blocks; thread-safe.</summary>
internal static class IpcConnector
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Connects once.</summary>
    /// <param name="path">Path of the server's socket.</param>
    /// <param name="request">Requested configuration.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="interrupt">Ends the attempt.</param>
    /// <exception cref="AudioException">No server listens at the path, or it refuses the configuration.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static (IpcLink Link, IpcConfig Config) Connect(string path, in IpcConfig request, MonotonicClock clock, WakeSignal interrupt)
    {
        var link = Connect(path, clock);
        try
        {
            var now = clock.Now;
            request.WriteTo(link.Outgoing);
            link.Send(new IpcHeader(IpcMessageType.Config, IpcConfig.Bytes), now);
            var deadline = now + IpcLimits.Answer;
            IpcHeader header;
            while (!link.TryReceive(now, out header))
            {
                if (link.Fault != IpcFault.None) throw Explain(path, link);
                if (interrupt.IsSet) throw new OperationCanceledException();
                if (now > deadline)
                {
                    throw new AudioException(AudioErrorCode.TimedOut, path, "the listening process does not answer",
                        "End that process, and restart the server");
                }

                link.Wait(PollInterval);
                now = clock.Now;
            }

            if (header.Type != IpcMessageType.Config || !IpcConfig.TryReadAnswer(link.Content, out var config) || !Fits(config, request))
            {
                throw ProtocolError(path);
            }

            var most = IpcOffer.MaxContent(config);
            link.Agree(config.HighestVersion, header.Stream, request.ClientSends ? IpcLimits.MaxControl : most,
                request.ClientSends ? most : IpcLimits.MaxControl);
            return (link, config);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Whether another attempt may succeed: the server is not running, or not yet.</summary>
    public static bool MayPass(AudioException error) =>
        error.Code is AudioErrorCode.ServerUnavailable or AudioErrorCode.NotFound or AudioErrorCode.TimedOut;

    private static IpcLink Connect(string path, MonotonicClock clock)
    {
        IpcAddress.RequireLinux(path);
        const string Command = "continuo serve-ipc ADDRESS PATH";
        try
        {
            return new IpcLink(UnixConnector.Connect(path, isBlocking: false, "server", Command), clock.Now);
        }
        catch (AudioException e) when (e.Code == AudioErrorCode.ServerUnavailable && !File.Exists(path))
        {
            throw new AudioException(AudioErrorCode.NotFound, path, "there is no such socket", $"Start a server there: {Command}", e);
        }
    }

    private static bool Fits(in IpcConfig config, in IpcConfig request) =>
        config.ClientSends == request.ClientSends
        && (request.Codec == IpcCodec.Any || config.Codec == request.Codec)
        && (request.SampleRate == 0 || config.SampleRate == request.SampleRate)
        && (request.Channels == 0 || config.Channels == request.Channels)
        && (!request.ClientSends || config.Frames == request.Frames)
        && config.HighestVersion >= request.LowestVersion && config.HighestVersion <= request.HighestVersion;

    private static AudioException Explain(string path, IpcLink link)
    {
        if (link.Fault == IpcFault.Disconnected)
        {
            return new AudioException(AudioErrorCode.ServerUnavailable, path, "the server ended during the request", "Try again");
        }

        if (link.Fault != IpcFault.Refused) return ProtocolError(path, IpcFaults.Describe(link.Fault));
        var (code, text) = link.Refusal;
        return code switch
        {
            IpcErrorCode.Unsupported or IpcErrorCode.Version =>
                new AudioException(AudioErrorCode.Unsupported, path, $"the server refuses: {text.TrimEnd('.')}", "Request what it offers"),
            IpcErrorCode.NotAllowed =>
                new AudioException(AudioErrorCode.AccessDenied, path, $"the server refuses: {text}", "Ask the user who runs it"),
            IpcErrorCode.Busy or IpcErrorCode.TooSlow =>
                new AudioException(AudioErrorCode.ServerUnavailable, path, $"the server refuses: {text}", "Try again"),
            _ => ProtocolError(path, text),
        };
    }

    private static AudioException ProtocolError(string path, string what = "its answer is invalid") =>
        new(AudioErrorCode.Unsupported, path, $"the listening process does not use this protocol ({what})",
            "Check the path, and use programs of the same version");
}

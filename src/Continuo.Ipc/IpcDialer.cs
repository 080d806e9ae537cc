using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Ipc.Wire;
using Continuo.LocalSockets;
using Continuo.Threading;

namespace Continuo.Ipc;

/// <summary>Connects to a server and agrees with it. Blocking; thread-safe.</summary>
internal static class IpcDialer
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Connects once.</summary>
    /// <param name="path">Where the server listens.</param>
    /// <param name="wish">What is wanted.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="interrupt">Ends the attempt.</param>
    /// <exception cref="AudioException">Nobody listens there, or it does not give what is wanted.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static (IpcLink Link, IpcConfig Config) Dial(string path, in IpcConfig wish, MonotonicClock clock, WakeSignal interrupt)
    {
        var link = Connect(path, clock);
        try
        {
            var now = clock.Now;
            wish.WriteTo(link.Outgoing);
            link.Send(new IpcHeader(IpcMessageType.Config, IpcConfig.Bytes), now);
            var deadline = now + IpcLimits.Answer;
            IpcHeader header;
            while (!link.TryReceive(now, out header))
            {
                if (link.Fault != IpcFault.None) throw Explain(path, link);
                if (interrupt.IsSet) throw new OperationCanceledException();
                if (now > deadline) throw new AudioException(AudioErrorCode.TimedOut, path, "whoever listens there does not answer", "End that process, and start the server again");
                link.Wait(Glance);
                now = clock.Now;
            }

            if (header.Type != IpcMessageType.Config || !IpcConfig.TryReadAnswer(link.Content, out var config) || !Fits(config, wish)) throw Nonsense(path);
            var most = IpcOffer.MaxContent(config);
            link.Agree(config.HighestVersion, header.Stream, wish.Talks ? IpcLimits.MaxControl : most, wish.Talks ? most : IpcLimits.MaxControl);
            return (link, config);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Whether another attempt may help: the server is not there, or not yet.</summary>
    public static bool MayPass(AudioException error) => error.Code is AudioErrorCode.ServerUnavailable or AudioErrorCode.NotFound or AudioErrorCode.TimedOut;

    private static IpcLink Connect(string path, MonotonicClock clock)
    {
        IpcAddress.RequireLinux(path);
        var address = SocketFile.EndPoint(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(address);
            if (!PeerCredentials.Of(socket).IsTrusted) throw new AudioException(AudioErrorCode.AccessDenied, path, "the server there is run by another user", "Start one of your own at another path");
            return new IpcLink(socket, clock.Now);
        }
        catch (AudioException)
        {
            socket.Dispose();
            throw;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw e.SocketErrorCode switch
            {
                SocketError.AccessDenied => new AudioException(AudioErrorCode.AccessDenied, path, "the socket belongs to another user", "Ask that user, or start a server of your own", e),
                SocketError.WouldBlock => new AudioException(AudioErrorCode.ServerUnavailable, path, "too many clients wait there already", "Try again", e),
                _ when !File.Exists(path) => new AudioException(AudioErrorCode.NotFound, path, "there is no such socket", "Start a server there: continuo serve-ipc ADDRESS PATH", e),
                _ => new AudioException(AudioErrorCode.ServerUnavailable, path, "nobody listens there", "Start a server there: continuo serve-ipc ADDRESS PATH", e),
            };
        }
    }

    private static bool Fits(in IpcConfig config, in IpcConfig wish) =>
        config.Talks == wish.Talks
        && (wish.Codec == IpcCodec.Any || config.Codec == wish.Codec)
        && (wish.SampleRate == 0 || config.SampleRate == wish.SampleRate)
        && (wish.Channels == 0 || config.Channels == wish.Channels)
        && (!wish.Talks || config.Frames == wish.Frames)
        && config.HighestVersion >= wish.LowestVersion && config.HighestVersion <= wish.HighestVersion;

    private static AudioException Explain(string path, IpcLink link)
    {
        if (link.Fault == IpcFault.Gone) return new AudioException(AudioErrorCode.ServerUnavailable, path, "the server ended while it was being asked", "Try again");
        if (link.Fault != IpcFault.Refused) return Nonsense(path, IpcFaults.Describe(link.Fault));
        var (code, text) = link.Refusal;
        return code switch
        {
            IpcErrorCode.Unsupported or IpcErrorCode.Version => new AudioException(AudioErrorCode.Unsupported, path, $"the server refuses: {text.TrimEnd('.')}", "Ask for what it has"),
            IpcErrorCode.NotAllowed => new AudioException(AudioErrorCode.AccessDenied, path, $"the server refuses: {text}", "Ask the user who runs it"),
            IpcErrorCode.Busy or IpcErrorCode.TooSlow => new AudioException(AudioErrorCode.ServerUnavailable, path, $"the server refuses: {text}", "Try again"),
            _ => Nonsense(path, text),
        };
    }

    private static AudioException Nonsense(string path, string what = "its answer makes no sense") =>
        new(AudioErrorCode.Unsupported, path, $"whoever listens there does not speak this protocol ({what})", "Check the path, and use programs of the same version");
}

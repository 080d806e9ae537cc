using Continuo.Audio;
using Continuo.Mumble.Protocol;

namespace Continuo.Mumble.Control;

/// <summary>Explains the refusals of a server.</summary>
internal static class Refusals
{
    /// <summary>The server refuses the connection.</summary>
    public static AudioException Explain(MumbleOptions options, RejectMessage reject)
    {
        var (code, happened, remedy) = reject.Kind switch
        {
            RejectMessage.Types.Kind.WrongVersion =>
                (AudioErrorCode.Unsupported, "the server does not accept this protocol version", "Use a server of 1.2.4 or later"),
            RejectMessage.Types.Kind.InvalidName =>
                (AudioErrorCode.InvalidArgument, $"the server does not allow the name '{options.Name}'", "Give another with ?name=NAME"),
            RejectMessage.Types.Kind.WrongUserPassword =>
                (AudioErrorCode.AccessDenied, $"the name '{options.Name}' is registered, and the password or certificate is not its own",
                    "Give ?password=, or another ?name="),
            RejectMessage.Types.Kind.WrongServerPassword =>
                (AudioErrorCode.AccessDenied, options.Password is null ? "the server has a password" : "the server's password is another",
                    "Give it with ?password=PASSWORD"),
            RejectMessage.Types.Kind.NameInUse =>
                (AudioErrorCode.AccessDenied, $"the name '{options.Name}' is in use on the server", "Give another with ?name=NAME"),
            RejectMessage.Types.Kind.ServerFull =>
                (AudioErrorCode.ServerUnavailable, "the server is full", "Try again later"),
            RejectMessage.Types.Kind.CertificateRequired =>
                (AudioErrorCode.AccessDenied, "the server wants a certificate that it knows", "Ask its administrator to register yours"),
            RejectMessage.Types.Kind.NoNewConnections =>
                (AudioErrorCode.ServerUnavailable, "the server accepts no connections now", "Try again later"),
            _ => (AudioErrorCode.AccessDenied, "the server refuses the connection", "Ask its administrator"),
        };
        var said = string.IsNullOrWhiteSpace(reject.Reason) ? "" : $" (it says: {Printable(reject.Reason)})";
        return new AudioException(code, options.ToString(), happened + said, remedy, new RefusedException(reject.Kind));
    }

    /// <summary>
    /// Whether a failure may be over soon. After a lost connection the server knows the name as in use until it has noticed the loss; a
    /// wrong password stays wrong.
    /// </summary>
    public static bool MayPass(AudioException failure) =>
        failure.InnerException is RefusedException { Kind: RejectMessage.Types.Kind.NameInUse }
        || failure.Code is AudioErrorCode.ServerUnavailable or AudioErrorCode.TimedOut or AudioErrorCode.NotFound
            or AudioErrorCode.InputOutput;

    /// <summary>The server refuses an action.</summary>
    public static AudioException Explain(MumbleOptions options, PermissionDeniedMessage denied)
    {
        var (happened, remedy) = denied.Kind switch
        {
            PermissionDeniedMessage.Types.Kind.ChannelFull => ("the channel is full", "Try again later, or use another channel"),
            PermissionDeniedMessage.Types.Kind.CertificateRequired =>
                ("only users with a certificate may do this", "Ask the server's administrator"),
            PermissionDeniedMessage.Types.Kind.Permission =>
                ("the user may not enter the channel", "Give the channel's password with ?token=, or ask the server's administrator"),
            _ => ("the server refuses this", "Ask its administrator"),
        };
        var said = string.IsNullOrWhiteSpace(denied.Reason) ? "" : $" (it says: {Printable(denied.Reason)})";
        return new AudioException(AudioErrorCode.AccessDenied, options.ToString(), happened + said, remedy);
    }

    /// <summary>The server removes the client.</summary>
    public static AudioException Explain(MumbleOptions options, UserRemoveMessage removed)
    {
        var said = string.IsNullOrWhiteSpace(removed.Reason) ? "" : $" (reason: {Printable(removed.Reason)})";
        return new AudioException(AudioErrorCode.AccessDenied, options.ToString(),
            (removed.Ban ? "banned from the server" : "removed from the server") + said, "Ask its administrator", new RemovedException());
    }

    /// <summary>Text of the server without control characters, shortened.</summary>
    public static string Printable(string text)
    {
        var clean = new string([.. text.Take(200).Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return text.Length > 200 ? clean + "…" : clean;
    }
}

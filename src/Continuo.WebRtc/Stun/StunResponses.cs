using Continuo.Rtp.Sockets;

namespace Continuo.WebRtc.Stun;

/// <summary>Writes the answers to connectivity checks (RFC 8445, 7.3). Thread-safe; allocates nothing.</summary>
internal static class StunResponses
{
    /// <summary>Enough for any response.</summary>
    public const int MaxBytes = 96;

    /// <summary>Answers an authenticated request with the address it came from.</summary>
    /// <param name="destination"><see cref="MaxBytes"/>; may not overlap the request.</param>
    /// <param name="request">The request.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="key">The password with which the request was authenticated: that of its receiver.</param>
    /// <returns>Length of the response.</returns>
    public static int WriteSuccess(Span<byte> destination, in StunMessage request, in PeerAddress source, ReadOnlySpan<byte> key)
    {
        var writer = new StunWriter(destination, StunType.Success, request.Transaction);
        writer.AddMappedAddress(source);
        writer.AddIntegrity(key);
        writer.AddFingerprint();
        return writer.Length;
    }

    /// <summary>
    /// Refuses a request that is not authenticated, with 400 or 401 and without an integrity (RFC 8489, 9.1.3). The sender may be forged,
    /// so that an answer is never longer than its request.
    /// </summary>
    /// <returns>Length of the response; 0 if it would be longer than the request, which is then not answered.</returns>
    public static int WriteError(Span<byte> destination, in StunMessage request, int code)
    {
        var writer = new StunWriter(destination, StunType.Error, request.Transaction);
        writer.AddErrorCode(code);
        writer.AddFingerprint();
        return writer.Length <= request.Length ? writer.Length : 0;
    }

    /// <summary>
    /// Refuses an authenticated request because of an attribute that is not understood (420; RFC 8489, 6.3.1) or a role conflict (487).
    /// </summary>
    /// <param name="destination"><see cref="MaxBytes"/>; may not overlap the request.</param>
    /// <param name="request">The request.</param>
    /// <param name="code">The code.</param>
    /// <param name="key">The password with which the request was authenticated.</param>
    /// <returns>Length of the response.</returns>
    public static int WriteError(Span<byte> destination, in StunMessage request, int code, ReadOnlySpan<byte> key)
    {
        var writer = new StunWriter(destination, StunType.Error, request.Transaction);
        writer.AddErrorCode(code);
        if (code == StunErrorCode.UnknownAttribute)
        {
            writer.Add(StunAttribute.UnknownAttributes, [(byte)(request.UnknownAttribute >> 8), (byte)request.UnknownAttribute]);
        }

        writer.AddIntegrity(key);
        writer.AddFingerprint();
        return writer.Length;
    }
}

using System.Buffers.Binary;

namespace Continuo.WebRtc.Stun;

/// <summary>
/// Where the values of a message's attributes begin; 0 for those that it does not have. Of several of a kind the first counts (RFC 8489,
/// 14).
/// </summary>
internal struct StunAttributes
{
    public int Username;
    public int Integrity;
    public int Error;
    public int MappedAddress;
    public int Priority;
    public int Controlling;
    public int Controlled;
    public bool IsNomination;
    public bool IsLeaving;
    public ushort Unknown;

    /// <summary>Finds the attributes of a message whose header has been checked.</summary>
    /// <returns>Whether all lie within the message, and the fingerprint is right if there is one.</returns>
    public static bool TryFind(ReadOnlySpan<byte> message, out StunAttributes found)
    {
        found = default;
        var at = StunMessage.HeaderBytes;
        while (at < message.Length)
        {
            if (at + StunMessage.AttributeHeaderBytes > message.Length) return false;
            var type = (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]);
            var value = at + StunMessage.AttributeHeaderBytes;
            var end = value + (length + 3 & ~3);
            if (end > message.Length) return false;
            if (type == StunAttribute.Fingerprint)
            {
                // It is the last attribute (14.7).
                return length == 4 && end == message.Length
                    && BinaryPrimitives.ReadUInt32BigEndian(message[value..]) == StunChecksum.Fingerprint(message[..at]);
            }

            // What follows the integrity is not protected by it, and is ignored (14.5).
            if (found.Integrity == 0 && !found.Take(type, value, length)) return false;
            at = end;
        }

        return true;
    }

    private bool Take(StunAttribute type, int value, int length)
    {
        switch (type)
        {
            case StunAttribute.Username: Set(ref Username, value); break;
            case StunAttribute.ErrorCode: Set(ref Error, value); break;
            case StunAttribute.XorMappedAddress: Set(ref MappedAddress, value); break;
            case StunAttribute.Priority: Set(ref Priority, value); break;
            case StunAttribute.IceControlling: Set(ref Controlling, value); break;
            case StunAttribute.IceControlled: Set(ref Controlled, value); break;
            case StunAttribute.UseCandidate: IsNomination = true; break;
            case StunAttribute.Leaving: IsLeaving = true; break;
            case StunAttribute.UnknownAttributes: break;
            case StunAttribute.MessageIntegrity:
                if (length != StunChecksum.IntegrityBytes) return false;
                Integrity = value;
                break;
            default:
                if ((ushort)type < 0x8000 && Unknown == 0) Unknown = (ushort)type;
                break;
        }

        return true;
    }

    private static void Set(ref int position, int value)
    {
        if (position == 0) position = value;
    }
}

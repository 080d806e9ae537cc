using System.Runtime.InteropServices;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Srtp;

/// <summary>
/// The highest packet index of a source and which of the <see cref="Packets"/> up to it were accepted (RFC 3711, 3.3.2). Not
/// thread-safe; real-time-safe.
/// </summary>
[RealTime]
[StructLayout(LayoutKind.Auto)]
internal struct ReplayWindow
{
    /// <summary>Length of the window in packets; the standard asks for at least 64.</summary>
    public const int Packets = 128;

    private UInt128 _accepted; // bit n: the packet n before the highest

    /// <summary>The highest accepted index; 0 before the first.</summary>
    public ulong Highest { get; private set; }

    /// <summary>
    /// Estimates the index of a packet, roll-over counter · 2¹⁶ + sequence number: the one nearest to the highest (RFC 3711, 3.3.1 and
    /// appendix A). Before the first packet, the roll-over counter is 0.
    /// </summary>
    /// <returns><see langword="false"/> if the nearest index would be before 0 or beyond 2⁴⁸.</returns>
    public readonly bool TryEstimate(ushort sequence, out ulong index)
    {
        var distance = (short)(sequence - (ushort)Highest);
        index = _accepted == UInt128.Zero ? sequence : Highest + (ulong)distance;
        return index < 1UL << 48;
    }

    /// <summary>Whether an index is new, and not before the window.</summary>
    public readonly bool IsNew(ulong index)
    {
        if (index > Highest || _accepted == UInt128.Zero) return true;
        var age = Highest - index;
        return age < Packets && (_accepted >> (int)age & UInt128.One) == UInt128.Zero;
    }

    /// <summary>Records an index that <see cref="IsNew"/>. For received packets only after the packet was found authentic.</summary>
    public void Accept(ulong index)
    {
        if (index > Highest || _accepted == UInt128.Zero)
        {
            var ahead = index - Highest;
            _accepted = (ahead < Packets ? _accepted << (int)ahead : UInt128.Zero) | UInt128.One;
            Highest = index;
        }
        else
        {
            _accepted |= UInt128.One << (int)(Highest - index);
        }
    }
}

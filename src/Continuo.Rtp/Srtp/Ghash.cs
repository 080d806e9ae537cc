using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Srtp;

/// <summary>
/// GHASH, the authentication of AES-GCM (NIST SP 800-38D, 6.4), by the processor's carry-less multiplication. Computed as POLYVAL of the
/// reversed blocks (RFC 8452, appendix A), which needs no reversal of bits. Not thread-safe; real-time-safe; allocates in the constructor.
/// </summary>
internal sealed class Ghash
{
    private const int Block = 16;
    private const int Powers = 8;

    private readonly Vector128<byte>[] _powers = new Vector128<byte>[Powers]; // H¹…H⁸

    /// <summary>Computes the powers of the hash key.</summary>
    /// <param name="key">The encryption of a zero block.</param>
    public Ghash(Vector128<byte> key)
    {
        _powers[0] = TimesX(Reverse(key));
        for (var i = 1; i < Powers; i++) _powers[i] = Reduce(new Product(_powers[i - 1], _powers[0]));
    }

    /// <summary>Whether this processor has the instructions.</summary>
    public static bool IsSupported => Pclmulqdq.IsSupported && Ssse3.IsSupported;

    /// <summary>Hashes associated data and ciphertext, each padded with zeros to whole blocks, and the length of both.</summary>
    [RealTime]
    public Vector128<byte> Compute(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> ciphertext)
    {
        var hash = Append(Vector128<byte>.Zero, associated);
        hash = Append(hash, ciphertext);
        hash ^= Vector128.Create(8 * (ulong)ciphertext.Length, 8 * (ulong)associated.Length).AsByte(); // reversed
        return Reverse(Reduce(new Product(hash, _powers[0])));
    }

    /// <summary>Overwrites the key.</summary>
    public void Clear() => _powers.AsSpan().Clear();

    [RealTime]
    private Vector128<byte> Append(Vector128<byte> hash, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<Vector128<byte>> powers = _powers;
        var blocks = MemoryMarshal.Cast<byte, Vector128<byte>>(bytes);
        var rest = bytes[(blocks.Length * Block)..];
        while (!blocks.IsEmpty)
        {
            // Up to eight products are added before they are reduced: (hash + X₁)·Hⁿ + X₂·Hⁿ⁻¹ + … + Xₙ·H.
            var group = blocks[..Math.Min(blocks.Length, Powers)];
            var sum = default(Product);
            for (var i = 0; i < group.Length; i++)
            {
                sum.Add(hash ^ Reverse(group[i]), powers[group.Length - 1 - i]);
                hash = Vector128<byte>.Zero;
            }

            hash = Reduce(sum);
            blocks = blocks[group.Length..];
        }

        if (rest.IsEmpty) return hash;
        Span<byte> last = stackalloc byte[Block];
        last.Clear();
        rest.CopyTo(last);
        return Reduce(new Product(hash ^ Reverse(Vector128.Create<byte>(last)), powers[0]));
    }

    // Montgomery reduction modulo x¹²⁸ + x¹²⁷ + x¹²⁶ + x¹²¹ + 1: gives the product times x⁻¹²⁸, which POLYVAL is defined with.
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Reduce(in Product product)
    {
        var polynomial = Vector128.CreateScalar(0xC200_0000_0000_0000);
        var low = product.Low ^ Sse2.ShiftLeftLogical128BitLane(product.Middle, 8);
        var high = product.High ^ Sse2.ShiftRightLogical128BitLane(product.Middle, 8);
        var once = Swap(low) ^ Pclmulqdq.CarrylessMultiply(low, polynomial, 0x00);
        var twice = Swap(once) ^ Pclmulqdq.CarrylessMultiply(once, polynomial, 0x00);
        return (twice ^ high).AsByte();
    }

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Swap(Vector128<ulong> value) => Sse2.Shuffle(value.AsUInt32(), 0b01_00_11_10).AsUInt64();

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Reverse(Vector128<byte> value) =>
        Ssse3.Shuffle(value, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));

    // The field element times x (RFC 8452, appendix A: mulX_POLYVAL).
    private static Vector128<byte> TimesX(Vector128<byte> value)
    {
        var number = new UInt128(value.AsUInt64()[1], value.AsUInt64()[0]);
        var shifted = number << 1 ^ (number >> 127 == UInt128.Zero ? UInt128.Zero : new UInt128(0xC200_0000_0000_0000, 1));
        return Vector128.Create((ulong)shifted, (ulong)(shifted >> 64)).AsByte();
    }

    /// <summary>A sum of products of 256 bits that are not reduced yet.</summary>
    private struct Product
    {
        public Vector128<ulong> Low;
        public Vector128<ulong> Middle;
        public Vector128<ulong> High;

        [RealTime]
        public Product(Vector128<byte> left, Vector128<byte> right) => Add(left, right);

        [RealTime]
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector128<byte> left, Vector128<byte> right)
        {
            var (a, b) = (left.AsUInt64(), right.AsUInt64());
            Low ^= Pclmulqdq.CarrylessMultiply(a, b, 0x00);
            Middle ^= Pclmulqdq.CarrylessMultiply(a, b, 0x01) ^ Pclmulqdq.CarrylessMultiply(a, b, 0x10);
            High ^= Pclmulqdq.CarrylessMultiply(a, b, 0x11);
        }
    }
}

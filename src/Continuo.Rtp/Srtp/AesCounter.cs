using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Continuo.Diagnostics;
using AesInstructions = System.Runtime.Intrinsics.X86.Aes;

namespace Continuo.Rtp.Srtp;

/// <summary>
/// AES-128 in counter mode. Uses the processor's AES instructions, eight blocks at a time; elsewhere the system's library, sixteen blocks
/// per call. Not thread-safe; real-time-safe; allocates in the constructor.
/// </summary>
internal sealed class AesCounter : IDisposable
{
    private const int Block = 16;
    private const int PortableBlocks = 16;

    private readonly AesRoundKeys _keys;
    private readonly ICryptoTransform? _portable;
    private readonly byte[] _counters = [];
    private readonly byte[] _keyStream = [];

    /// <summary>Expands a key.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="accelerated">Whether to use the processor's instructions; they must be there.</param>
    public AesCounter(ReadOnlySpan<byte> key, bool accelerated)
    {
        if (accelerated)
        {
            _keys = new AesRoundKeys(key);
            return;
        }

        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        aes.SetKey(key);
        _portable = aes.CreateEncryptor();
        _counters = new byte[PortableBlocks * Block];
        _keyStream = new byte[PortableBlocks * Block];
    }

    /// <summary>Whether this processor has AES instructions.</summary>
    public static bool IsAccelerated => AesInstructions.IsSupported;

    /// <summary>Encrypts or decrypts in place.</summary>
    /// <param name="bytes">Any length.</param>
    /// <param name="high">First eight bytes of the first counter block, as a big-endian number.</param>
    /// <param name="low">Last eight bytes; the last four count the blocks, modulo 2³².</param>
    [RealTime]
    public void Xor(Span<byte> bytes, ulong high, ulong low)
    {
        if (_portable is null) XorAccelerated(bytes, high, low);
        else XorPortable(bytes, high, low);
    }

    /// <summary>Overwrites the key.</summary>
    public void Dispose()
    {
        _keys.Clear();
        _portable?.Dispose();
        CryptographicOperations.ZeroMemory(_keyStream);
    }

    [RealTime]
    private void XorAccelerated(Span<byte> bytes, ulong high, ulong low)
    {
        const int Blocks = AesRoundKeys.Blocks;
        Span<Vector128<byte>> stream = stackalloc Vector128<byte>[Blocks];
        var first = Vector128.Create(BinaryPrimitives.ReverseEndianness(high), BinaryPrimitives.ReverseEndianness(low)).AsUInt32();
        var counter = (uint)low;
        while (!bytes.IsEmpty)
        {
            _keys.Encrypt(first, counter, stream);
            var part = bytes[..Math.Min(bytes.Length, Blocks * Block)];
            XorInto(part, MemoryMarshal.AsBytes(stream));
            counter += Blocks;
            bytes = bytes[part.Length..];
        }
    }

    [RealTime]
    private void XorPortable(Span<byte> bytes, ulong high, ulong low)
    {
        var counter = (uint)low;
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, _keyStream.Length)];
            var blocks = (part.Length + Block - 1) / Block;
            for (var i = 0; i < blocks; i++)
            {
                BinaryPrimitives.WriteUInt64BigEndian(_counters.AsSpan(i * Block), high);
                BinaryPrimitives.WriteUInt64BigEndian(_counters.AsSpan(i * Block + 8), (low & 0xFFFF_FFFF_0000_0000) | counter++);
            }

#pragma warning disable CTN016 // The system's library on arrays that exist; it neither allocates nor waits (SrtpAllocationTests).
            _portable!.TransformBlock(_counters, 0, blocks * Block, _keyStream, 0);
#pragma warning restore CTN016
            XorInto(part, _keyStream);
            bytes = bytes[part.Length..];
        }
    }

    [RealTime]
    private static void XorInto(Span<byte> bytes, ReadOnlySpan<byte> stream)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector128<byte>>(bytes);
        var keys = MemoryMarshal.Cast<byte, Vector128<byte>>(stream);
        for (var i = 0; i < vectors.Length; i++) vectors[i] ^= keys[i];
        for (var i = vectors.Length * Block; i < bytes.Length; i++) bytes[i] ^= stream[i];
    }
}

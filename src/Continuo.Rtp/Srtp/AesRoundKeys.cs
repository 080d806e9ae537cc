using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Continuo.Diagnostics;
using AesInstructions = System.Runtime.Intrinsics.X86.Aes;

namespace Continuo.Rtp.Srtp;

/// <summary>
/// The expanded key of AES-128 (FIPS 197, 5.2) and its use by the processor's AES instructions. Not thread-safe; real-time-safe; allocates
/// in the constructor.
/// </summary>
internal readonly struct AesRoundKeys
{
    /// <summary>Blocks encrypted at a time: enough to hide the latency of the instructions.</summary>
    public const int Blocks = 8;

    private const int Rounds = 10;

    private readonly Vector128<byte>[]? _keys;

    /// <summary>Expands a key of 16 bytes.</summary>
    public AesRoundKeys(ReadOnlySpan<byte> key)
    {
        _keys = new Vector128<byte>[Rounds + 1];
        _keys[0] = Vector128.Create(key);
        _keys[1] = Next(_keys[0], AesInstructions.KeygenAssist(_keys[0], 0x01));
        _keys[2] = Next(_keys[1], AesInstructions.KeygenAssist(_keys[1], 0x02));
        _keys[3] = Next(_keys[2], AesInstructions.KeygenAssist(_keys[2], 0x04));
        _keys[4] = Next(_keys[3], AesInstructions.KeygenAssist(_keys[3], 0x08));
        _keys[5] = Next(_keys[4], AesInstructions.KeygenAssist(_keys[4], 0x10));
        _keys[6] = Next(_keys[5], AesInstructions.KeygenAssist(_keys[5], 0x20));
        _keys[7] = Next(_keys[6], AesInstructions.KeygenAssist(_keys[6], 0x40));
        _keys[8] = Next(_keys[7], AesInstructions.KeygenAssist(_keys[7], 0x80));
        _keys[9] = Next(_keys[8], AesInstructions.KeygenAssist(_keys[8], 0x1B));
        _keys[10] = Next(_keys[9], AesInstructions.KeygenAssist(_keys[9], 0x36));
    }

    /// <summary>Encrypts one block.</summary>
    [RealTime]
    public Vector128<byte> Encrypt(Vector128<byte> block)
    {
        ReadOnlySpan<Vector128<byte>> keys = _keys;
        block ^= keys[0];
        for (var round = 1; round < Rounds; round++) block = AesInstructions.Encrypt(block, keys[round]);
        return AesInstructions.EncryptLast(block, keys[Rounds]);
    }

    /// <summary>
    /// Encrypts <see cref="Blocks"/> counter blocks: <paramref name="first"/> with its last 32 bits replaced by a big-endian counter.
    /// </summary>
    [RealTime]
    public void Encrypt(Vector128<uint> first, uint counter, Span<Vector128<byte>> output)
    {
        ReadOnlySpan<Vector128<byte>> keys = _keys;
        var key = keys[0];
        var b0 = At(first, counter) ^ key;
        var b1 = At(first, counter + 1) ^ key;
        var b2 = At(first, counter + 2) ^ key;
        var b3 = At(first, counter + 3) ^ key;
        var b4 = At(first, counter + 4) ^ key;
        var b5 = At(first, counter + 5) ^ key;
        var b6 = At(first, counter + 6) ^ key;
        var b7 = At(first, counter + 7) ^ key;
        for (var round = 1; round < Rounds; round++)
        {
            key = keys[round];
            b0 = AesInstructions.Encrypt(b0, key);
            b1 = AesInstructions.Encrypt(b1, key);
            b2 = AesInstructions.Encrypt(b2, key);
            b3 = AesInstructions.Encrypt(b3, key);
            b4 = AesInstructions.Encrypt(b4, key);
            b5 = AesInstructions.Encrypt(b5, key);
            b6 = AesInstructions.Encrypt(b6, key);
            b7 = AesInstructions.Encrypt(b7, key);
        }

        key = keys[Rounds];
        output[7] = AesInstructions.EncryptLast(b7, key); // first, so that the length is checked once
        output[0] = AesInstructions.EncryptLast(b0, key);
        output[1] = AesInstructions.EncryptLast(b1, key);
        output[2] = AesInstructions.EncryptLast(b2, key);
        output[3] = AesInstructions.EncryptLast(b3, key);
        output[4] = AesInstructions.EncryptLast(b4, key);
        output[5] = AesInstructions.EncryptLast(b5, key);
        output[6] = AesInstructions.EncryptLast(b6, key);
    }

    /// <summary>Overwrites the key.</summary>
    public void Clear() => _keys?.AsSpan().Clear();

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> At(Vector128<uint> first, uint counter) =>
        first.WithElement(3, BinaryPrimitives.ReverseEndianness(counter)).AsByte();

    // One step of the key schedule: each word is XORed into those after it, and the assist's last word into all.
    private static Vector128<byte> Next(Vector128<byte> key, Vector128<byte> assist)
    {
        var word = Vector128.Shuffle(assist.AsUInt32(), Vector128.Create(3u, 3, 3, 3)).AsByte();
        key ^= Shift(key, 4);
        key ^= Shift(key, 8);
        return key ^ word;
    }

    private static Vector128<byte> Shift(Vector128<byte> value, int bytes) =>
        bytes == 4
            ? System.Runtime.Intrinsics.X86.Sse2.ShiftLeftLogical128BitLane(value, 4)
            : System.Runtime.Intrinsics.X86.Sse2.ShiftLeftLogical128BitLane(value, 8);
}

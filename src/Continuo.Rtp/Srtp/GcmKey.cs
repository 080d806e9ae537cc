using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Srtp;

/// <summary>
/// AES-128-GCM with nonces of 96 bits and tags of 128 (NIST SP 800-38D). By the processor's instructions: an eighth of the library's time
/// for a packet of audio, and a forged packet costs no exception. Elsewhere by the library. Not thread-safe; real-time-safe; allocates in
/// the constructor.
/// </summary>
internal sealed class GcmKey : IDisposable
{
    /// <summary>Length of a tag.</summary>
    public const int TagBytes = 16;

    private readonly AesCounter? _counter;
    private readonly AesRoundKeys _keys;
    private readonly Ghash? _hash;
    private readonly AesGcm? _library;

    /// <summary>Expands a key.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="accelerated">Whether to use the processor's instructions; they must be there.</param>
    public GcmKey(ReadOnlySpan<byte> key, bool accelerated)
    {
        if (!accelerated)
        {
            _library = new AesGcm(key, TagBytes);
            return;
        }

        _counter = new AesCounter(key, accelerated: true);
        _keys = new AesRoundKeys(key);
        _hash = new Ghash(_keys.Encrypt(Vector128<byte>.Zero));
    }

    /// <summary>Whether this processor has the instructions.</summary>
    public static bool IsAccelerated => AesCounter.IsAccelerated && Ghash.IsSupported;

    /// <summary>Encrypts in place.</summary>
    /// <param name="high">First eight bytes of the nonce, as a big-endian number.</param>
    /// <param name="low">Last four bytes.</param>
    /// <param name="body">What is encrypted.</param>
    /// <param name="associated">What is authenticated only.</param>
    /// <param name="tag">Receives the tag.</param>
    [RealTime]
    public void Encrypt(ulong high, uint low, Span<byte> body, ReadOnlySpan<byte> associated, Span<byte> tag)
    {
        if (_hash is null)
        {
            Span<byte> nonce = stackalloc byte[12];
            WriteNonce(nonce, high, low);
#pragma warning disable CTN017 // The native cipher was allocated with the key; a call neither allocates nor waits (SrtpAllocationTests).
            _library!.Encrypt(nonce, body, body, tag, associated);
#pragma warning restore CTN017
            return;
        }

        _counter!.Xor(body, high, (ulong)low << 32 | 2);
        Tag(high, low, body, associated).CopyTo(tag);
    }

    /// <summary>Checks the tag, and decrypts in place if it is right.</summary>
    /// <returns>Whether it is right; otherwise the body is undefined.</returns>
    [RealTime]
    public bool TryDecrypt(ulong high, uint low, Span<byte> body, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> tag)
    {
        if (_hash is null)
        {
#pragma warning disable CTN017 // As above; what is forged costs an exception there.
            return TryDecryptByLibrary(high, low, body, associated, tag);
#pragma warning restore CTN017
        }

        // Vectors are compared as a whole, in a time that does not depend on their content.
        if (Tag(high, low, body, associated) != Vector128.Create(tag)) return false;
        _counter!.Xor(body, high, (ulong)low << 32 | 2);
        return true;
    }

    /// <summary>Overwrites the key.</summary>
    public void Dispose()
    {
        _keys.Clear();
        _hash?.Clear();
        _counter?.Dispose();
        _library?.Dispose();
    }

    // The hash, encrypted with the counter block 1.
    [RealTime]
    private Vector128<byte> Tag(ulong high, uint low, ReadOnlySpan<byte> body, ReadOnlySpan<byte> associated)
    {
        var first = Vector128.Create(BinaryPrimitives.ReverseEndianness(high), BinaryPrimitives.ReverseEndianness((ulong)low << 32 | 1));
        return _hash!.Compute(associated, body) ^ _keys.Encrypt(first.AsByte());
    }

    [RealTime]
    private static void WriteNonce(Span<byte> nonce, ulong high, uint low)
    {
        BinaryPrimitives.WriteUInt64BigEndian(nonce, high);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], low);
    }

    private bool TryDecryptByLibrary(ulong high, uint low, Span<byte> body, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[12];
        WriteNonce(nonce, high, low);
        try
        {
            _library!.Decrypt(nonce, body, tag, body, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}

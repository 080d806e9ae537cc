using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Continuo.Mumble.Voice;

/// <summary>
/// OCB2-AES128 without associated data, as Mumble encrypts voice on UDP (P. Rogaway, "Efficient Instantiations of Tweakable Blockciphers",
/// 2004), with Mumble's protection against the forgery of eprint.iacr.org/2019/311. Not thread-safe; does not allocate per packet.
/// </summary>
internal sealed class Ocb2Cipher : IDisposable
{
    /// <summary>Length of a block, a key, a nonce and a tag, in bytes.</summary>
    public const int BlockBytes = 16;

    private readonly Aes _aes;
    private readonly ICryptoTransform _encryptor;
    private readonly ICryptoTransform _decryptor;
    private readonly byte[] _block = new byte[BlockBytes];
    private readonly byte[] _blocks;

    /// <summary>Creates a cipher.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="maxBytes">Longest plain text.</param>
    public Ocb2Cipher(ReadOnlySpan<byte> key, int maxBytes = 2048)
    {
        _aes = Aes.Create();
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _aes.Key = key.ToArray();
        _encryptor = _aes.CreateEncryptor();
        _decryptor = _aes.CreateDecryptor();
        _blocks = new byte[maxBytes];
    }

    /// <summary>Encrypts.</summary>
    /// <param name="nonce">16 bytes, never used twice.</param>
    /// <param name="plain">The plain text.</param>
    /// <param name="cipher">Receives as many bytes.</param>
    /// <param name="tag">Receives 16 bytes.</param>
    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> cipher, Span<byte> tag)
    {
        var delta = Encrypted(nonce);
        var checksum = UInt128.Zero;
        var whole = WholeBytes(plain.Length);
        var first = delta;
        for (var at = 0; at < whole; at += BlockBytes)
        {
            delta = Double(delta);
            var block = Load(plain[at..]);
            // The forgery needs a next-to-last block of zeroes (section 9); one bit of such a block is changed, which no one hears.
            if (at + BlockBytes >= whole && block >> 8 == 0) block ^= UInt128.One << 120;
            checksum ^= block;
            Store(delta ^ block, _blocks.AsSpan(at));
        }

        if (whole > 0) _encryptor.TransformBlock(_blocks, 0, whole, _blocks, 0);
        Mask(first, whole, cipher);
        delta = Double(delta);
        var rest = plain[whole..];
        var pad = Encrypted(delta ^ (UInt128)(rest.Length * 8));
        checksum ^= Load(rest) | Low(pad, rest.Length);
        StorePart(Load(rest) ^ pad, cipher[whole..plain.Length]);
        Store(Encrypted(Triple(delta) ^ checksum), tag);
    }

    /// <summary>Decrypts, and computes the tag that the cipher text must have.</summary>
    /// <param name="nonce">16 bytes.</param>
    /// <param name="cipher">The cipher text.</param>
    /// <param name="plain">Receives as many bytes.</param>
    /// <param name="tag">Receives 16 bytes, to be compared with the received ones.</param>
    /// <returns><see langword="false"/> if the plain text is that of a forgery.</returns>
    public bool Decrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipher, Span<byte> plain, Span<byte> tag)
    {
        var delta = Encrypted(nonce);
        var checksum = UInt128.Zero;
        var whole = WholeBytes(cipher.Length);
        var first = delta;
        for (var at = 0; at < whole; at += BlockBytes)
        {
            delta = Double(delta);
            Store(delta ^ Load(cipher[at..]), _blocks.AsSpan(at));
        }

        if (whole > 0) _decryptor.TransformBlock(_blocks, 0, whole, _blocks, 0);
        Mask(first, whole, plain);
        for (var at = 0; at < whole; at += BlockBytes) checksum ^= Load(plain[at..]);
        delta = Double(delta);
        var rest = cipher[whole..];
        var pad = Encrypted(delta ^ (UInt128)(rest.Length * 8));
        var last = Load(rest) ^ pad;
        checksum ^= last;
        StorePart(last, plain[whole..cipher.Length]);
        Store(Encrypted(Triple(delta) ^ checksum), tag);
        return last >> 8 != delta >> 8; // in a forgery the last block is delta ^ length
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encryptor.Dispose();
        _decryptor.Dispose();
        _aes.Dispose();
    }

    // The last block has 1…16 bytes, so that it is never empty unless all is.
    private static int WholeBytes(int length) => length == 0 ? 0 : (length - 1) / BlockBytes * BlockBytes;

    private static UInt128 Double(UInt128 value) => (value << 1) ^ (value >> 127 == 0 ? UInt128.Zero : 0x87);

    private static UInt128 Triple(UInt128 value) => value ^ Double(value);

    /// <summary>The last bytes of a block, from <paramref name="from"/> on.</summary>
    private static UInt128 Low(UInt128 value, int from) => from == BlockBytes ? UInt128.Zero : value & (UInt128.MaxValue >> (8 * from));

    /// <summary>Loads a block; a shorter one is filled with zeroes.</summary>
    private static UInt128 Load(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= BlockBytes) return BinaryPrimitives.ReadUInt128BigEndian(bytes);
        Span<byte> block = stackalloc byte[BlockBytes];
        block.Clear();
        bytes.CopyTo(block);
        return BinaryPrimitives.ReadUInt128BigEndian(block);
    }

    private static void Store(UInt128 value, Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, value);

    private static void StorePart(UInt128 value, Span<byte> bytes)
    {
        Span<byte> block = stackalloc byte[BlockBytes];
        Store(value, block);
        block[..bytes.Length].CopyTo(bytes);
    }

    /// <summary>Masks the transformed blocks with the same offsets as before, into their destination.</summary>
    private void Mask(UInt128 delta, int whole, Span<byte> destination)
    {
        for (var at = 0; at < whole; at += BlockBytes)
        {
            delta = Double(delta);
            Store(delta ^ Load(_blocks.AsSpan(at)), destination[at..]);
        }
    }

    private UInt128 Encrypted(ReadOnlySpan<byte> block) => Encrypted(Load(block));

    private UInt128 Encrypted(UInt128 block)
    {
        Store(block, _block);
        _encryptor.TransformBlock(_block, 0, BlockBytes, _block, 0);
        return Load(_block);
    }
}

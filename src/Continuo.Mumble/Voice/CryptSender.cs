using System.Buffers.Binary;

namespace Continuo.Mumble.Voice;

/// <summary>Encrypts the datagrams of one direction: low byte of the nonce, three bytes of the tag, cipher text. Not thread-safe.</summary>
/// <param name="key">16 bytes.</param>
/// <param name="nonce">The nonce before the first datagram: 16 bytes, little endian.</param>
internal sealed class CryptSender(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce) : IDisposable
{
    /// <summary>Bytes before the cipher text.</summary>
    public const int OverheadBytes = 4;

    private readonly Ocb2Cipher _cipher = new(key);
    private UInt128 _nonce = BinaryPrimitives.ReadUInt128LittleEndian(nonce);

    /// <summary>The nonce of the last datagram.</summary>
    public byte[] Nonce
    {
        get
        {
            var bytes = new byte[Ocb2Cipher.BlockBytes];
            BinaryPrimitives.WriteUInt128LittleEndian(bytes, _nonce);
            return bytes;
        }
    }

    /// <summary>Encrypts a packet; returns the datagram's length.</summary>
    public int Protect(ReadOnlySpan<byte> packet, Span<byte> datagram)
    {
        Span<byte> nonce = stackalloc byte[Ocb2Cipher.BlockBytes];
        Span<byte> tag = stackalloc byte[Ocb2Cipher.BlockBytes];
        _nonce++;
        BinaryPrimitives.WriteUInt128LittleEndian(nonce, _nonce);
        _cipher.Encrypt(nonce, packet, datagram[OverheadBytes..], tag);
        datagram[0] = nonce[0];
        tag[..3].CopyTo(datagram[1..]);
        return OverheadBytes + packet.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();
}

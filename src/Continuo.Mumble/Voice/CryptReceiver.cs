using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Continuo.Mumble.Voice;

/// <summary>
/// Decrypts the datagrams of one direction. The nonce is recovered from its low byte: up to 29 datagrams late, up to 128 ahead. Repeated
/// datagrams are refused. One thread; the counters may be read from any.
/// </summary>
internal sealed class CryptReceiver : IDisposable
{
    private const int MaxLate = 30;

    private readonly Ocb2Cipher _cipher;
    private readonly UInt128[] _seen = new UInt128[256]; // by low byte of the nonce
    private UInt128 _nonce;
    private uint _good, _late, _lost, _refused;

    /// <summary>Creates a receiver.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="nonce">The nonce before the first datagram: 16 bytes, little endian.</param>
    public CryptReceiver(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        _cipher = new Ocb2Cipher(key);
        Resume(nonce);
    }

    /// <summary>Number of datagrams accepted.</summary>
    public uint Good => Volatile.Read(ref _good);

    /// <summary>Number of accepted datagrams that were overtaken by others.</summary>
    public uint Late => Volatile.Read(ref _late);

    /// <summary>Number of datagrams that did not arrive.</summary>
    public uint Lost => Volatile.Read(ref _lost);

    /// <summary>Number of datagrams refused: repeated, damaged, forged, or beyond the window.</summary>
    public uint Refused => Volatile.Read(ref _refused);

    /// <summary>Continues with the sender's nonce, after the two have lost each other.</summary>
    public void Resume(ReadOnlySpan<byte> nonce)
    {
        _nonce = BinaryPrimitives.ReadUInt128LittleEndian(nonce);
        Array.Fill(_seen, _nonce + 1000); // one that is never expected
    }

    /// <summary>Decrypts a datagram.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="packet">Receives the packet: at least as long.</param>
    /// <param name="length">Length of the packet.</param>
    /// <returns>Whether it is authentic and new.</returns>
    public bool TryOpen(ReadOnlySpan<byte> datagram, Span<byte> packet, out int length)
    {
        length = datagram.Length - CryptSender.OverheadBytes;
        if (length < 0 || length > packet.Length || length > 2048 || !TryDecrypt(datagram, packet[..length], out var ahead))
        {
            Volatile.Write(ref _refused, _refused + 1);
            return false;
        }

        Volatile.Write(ref _good, _good + 1);
        if (ahead < 0)
        {
            Volatile.Write(ref _late, _late + 1);
            Volatile.Write(ref _lost, _lost - Math.Min(_lost, 1));
        }
        else
        {
            Volatile.Write(ref _lost, _lost + (uint)(ahead - 1));
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    private bool TryDecrypt(ReadOnlySpan<byte> datagram, Span<byte> packet, out int ahead)
    {
        Span<byte> nonce = stackalloc byte[Ocb2Cipher.BlockBytes];
        Span<byte> tag = stackalloc byte[Ocb2Cipher.BlockBytes];
        ahead = (sbyte)(datagram[0] - (byte)_nonce);
        if (ahead == -128) ahead = 128;
        if (ahead is 0 or <= -MaxLate) return false;
        var candidate = ahead > 0 ? _nonce + (uint)ahead : _nonce - (uint)-ahead;
        if (_seen[datagram[0]] == candidate) return false;
        BinaryPrimitives.WriteUInt128LittleEndian(nonce, candidate);
        if (!_cipher.Decrypt(nonce, datagram[CryptSender.OverheadBytes..], packet, tag)) return false;
        if (!CryptographicOperations.FixedTimeEquals(tag[..3], datagram[1..4])) return false;
        _seen[datagram[0]] = candidate;
        if (ahead > 0) _nonce = candidate;
        return true;
    }
}

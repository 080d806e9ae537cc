namespace Continuo.TestKit;

/// <summary>Spoils inputs: flips, overwrites, cuts, repeats, splices. The same seed spoils in the same way.</summary>
public sealed class Mutator(ulong seed)
{
    private static readonly byte[] Edges = [0, 1, 0x7F, 0x80, 0xFF, 0x90, 0xA0, 0xB0, 0xBF, 200, 201, 202, 203];

    private ulong _state = seed * 0x9E3779B97F4A7C15 + 1;

    /// <summary>A number below a limit (xorshift64*).</summary>
    public int Below(int limit)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 0x2545F4914F6CDD1D >> 33) % (ulong)limit);
    }

    /// <summary>Writes a spoilt copy of one input, with pieces of another.</summary>
    /// <returns>Its length.</returns>
    public int Spoil(ReadOnlySpan<byte> input, ReadOnlySpan<byte> other, Span<byte> output)
    {
        if (Below(50) == 0)
        {
            var random = output[..Below(Math.Min(256, output.Length))];
            foreach (ref var b in random) b = (byte)Below(256);
            return random.Length;
        }

        var length = Math.Min(input.Length, output.Length);
        input[..length].CopyTo(output);
        for (var changes = Below(5); changes > 0; changes--) length = Change(output, length, other);
        return length;
    }

    private int Change(Span<byte> output, int length, ReadOnlySpan<byte> other)
    {
        if (length == 0) return 0;
        var at = Below(length);
        switch (Below(6))
        {
            case 0:
                output[at] ^= (byte)(1 << Below(8));
                return length;
            case 1:
                // What headers count and where they count it is in the first bytes.
                output[Below(Math.Min(length, 16))] = Edges[Below(Edges.Length)];
                return length;
            case 2:
                output[at] = (byte)Below(256);
                return length;
            case 3:
                return at;
            case 4:
                var more = Math.Min(Below(32), output.Length - length);
                output.Slice(at, Math.Min(more, length - at)).CopyTo(output[length..]);
                return length + Math.Min(more, length - at);
            default:
                var from = Below(other.Length);
                var piece = other.Slice(from, Math.Min(Below(24), Math.Min(other.Length - from, output.Length - at)));
                piece.CopyTo(output[at..]);
                return Math.Max(length, at + piece.Length);
        }
    }
}

using System.Net;
using System.Text;
using Continuo.Rtp.Sockets;
using Continuo.WebRtc.Stun;

namespace Continuo.WebRtc.Tests.Stun;

/// <summary>The test vectors of RFC 5769.</summary>
public sealed class StunVectorTests
{
    public const string Request =
        "000100582112A442B7E7A701BC34D686FA87DFAE802200105354554E207465737420636C69656E74002400046E0001FF80290008932FF9B151263B36"
        + "000600096576746A3A68367659202020000800149AEAA70CBFD8CB56781EF2B5B2D3F249C1B571A280280004E57A3BCF";

    public const string Ip4Response =
        "0101003C2112A442B7E7A701BC34D686FA87DFAE8022000B7465737420766563746F7220002000080001A147E112A643"
        + "000800142B91F599FD9E90C38C7489F92AF9BA53F06BE7D780280004C07D4C96";

    public const string Ip6Response =
        "010100482112A442B7E7A701BC34D686FA87DFAE8022000B7465737420766563746F7220002000140002A1470113A9FAA5D3F179BC25F4B5BED2B9D9"
        + "00080014A382954E4BE67BF11784C97C8292C275BFE3ED4180280004C8FB0B4C";

    private static ReadOnlySpan<byte> Password => "VOkJxbRl1RmTxUk/WvJxBt"u8;

    [Fact]
    public void The_request_of_2_1_is_understood_and_authentic()
    {
        Assert.True(StunMessage.TryParse(Convert.FromHexString(Request), out var message));
        Assert.Equal(StunType.Request, message.Type);
        Assert.Equal("evtj:h6vY", Encoding.UTF8.GetString(message.Username));
        Assert.Equal("evtj", Encoding.UTF8.GetString(message.ReceiverFragment));
        Assert.Equal("h6vY", Encoding.UTF8.GetString(message.SenderFragment));
        Assert.Equal(0x6E0001FFu, message.Priority);
        Assert.True(message.IsControlled);
        Assert.False(message.IsControlling);
        Assert.Equal(0x932FF9B151263B36, message.TieBreaker);
        Assert.Equal(0, message.UnknownAttribute);
        Assert.True(message.HasIntegrity(Password));
        Assert.False(message.HasIntegrity("VOkJxbRl1RmTxUk/WvJxBT"u8));
    }

    [Theory]
    [InlineData(Ip4Response, "192.0.2.1")]
    [InlineData(Ip6Response, "2001:db8:1234:5678:11:2233:4455:6677")]
    public void The_responses_of_2_2_and_2_3_are_understood_and_authentic(string hex, string address)
    {
        Assert.True(StunMessage.TryParse(Convert.FromHexString(hex), out var message));
        Assert.Equal(StunType.Success, message.Type);
        Assert.True(message.HasIntegrity(Password));
        Assert.True(message.TryGetMappedAddress(out var mapped));
        Assert.Equal(new IPEndPoint(IPAddress.Parse(address), 32_853), mapped.ToEndPoint());
    }

    /// <summary>Their padding is blanks, ours zeros as RFC 8489 wants it; so they are compared without.</summary>
    [Theory]
    [InlineData(Ip4Response, "192.0.2.1")]
    [InlineData(Ip6Response, "2001:db8:1234:5678:11:2233:4455:6677")]
    public void A_mapped_address_is_written_as_in_2_2_and_2_3(string hex, string address)
    {
        var expected = Convert.FromHexString(hex);
        var buffer = new byte[200];
        var writer = new StunWriter(buffer, StunType.Success, expected.AsSpan(8, 12));
        writer.AddMappedAddress(PeerAddress.From(new IPEndPoint(IPAddress.Parse(address), 32_853)));
        var length = writer.Length - StunMessage.HeaderBytes;
        Assert.Equal(expected.AsSpan(36, length), buffer.AsSpan(StunMessage.HeaderBytes, length));
    }

    /// <summary>
    /// 2.4 uses long-term credentials, whose key is a hash that is not ours to make; it is well-formed, has no fingerprint, and two
    /// attributes of long-term credentials.
    /// </summary>
    [Fact]
    public void The_request_of_2_4_is_understood_as_far_as_it_concerns_ICE()
    {
        const string LongTerm =
            "000100602112A44278AD3433C6AD72C029DA412E00060012E3839EE38388E383AAE38383E382AFE382B90000"
            + "0015001C662F2F3439396B39353464364F4C33346F4C39465354767936347341"
            + "0014000B6578616D706C652E6F72670000080014F67024656DD64A3E02B8E0712E85C9A28CA89666";
        Assert.True(StunMessage.TryParse(Convert.FromHexString(LongTerm), out var message));
        Assert.Equal("マトリックス", Encoding.UTF8.GetString(message.Username));
        Assert.True(message.ReceiverFragment.IsEmpty);
        Assert.Equal(0x0015, message.UnknownAttribute);
        Span<byte> key = stackalloc byte[16];
#pragma warning disable CA5351 // The key of long-term credentials is defined with MD5.
        System.Security.Cryptography.MD5.HashData("マトリックス:example.org:TheMatrIX"u8, key);
#pragma warning restore CA5351
        Assert.True(message.HasIntegrity(key));
    }
}

using System.Net;
using Continuo.Rtp.Sockets;
using Continuo.WebRtc.Stun;

namespace Continuo.WebRtc.Tests.Stun;

public sealed class StunMessageTests
{
    private static readonly byte[] Transaction = [.. Enumerable.Range(1, 12).Select(i => (byte)i)];
    private static readonly PeerAddress Source = PeerAddress.From(new IPEndPoint(IPAddress.Parse("203.0.113.9"), 50_000));

    private static ReadOnlySpan<byte> Password => "a password of the server"u8;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_check_is_read_back_and_answered(bool nominate)
    {
        var check = Check(nominate);
        Assert.True(StunMessage.TryParse(check, out var request));
        Assert.Equal(StunType.Request, request.Type);
        Assert.Equal(nominate, request.IsNomination);
        Assert.True(request.IsControlling);
        Assert.Equal(77ul, request.TieBreaker);
        Assert.Equal(StunCheck.PeerReflexivePriority, request.Priority);
        Assert.Equal("srv"u8, request.ReceiverFragment);
        Assert.Equal("cli"u8, request.SenderFragment);
        Assert.True(request.HasIntegrity(Password));

        var response = new byte[StunResponses.MaxBytes];
        var length = StunResponses.WriteSuccess(response, request, Source, Password);
        Assert.True(StunMessage.TryParse(response.AsSpan(0, length), out var answer));
        Assert.True(StunCheck.IsSuccess(answer, Transaction, Password));
        Assert.True(answer.TryGetMappedAddress(out var mapped));
        Assert.Equal(Source, mapped);
    }

    [Fact]
    public void An_answer_to_another_check_or_with_another_password_is_none()
    {
        Assert.True(StunMessage.TryParse(Check(), out var request));
        var response = new byte[StunResponses.MaxBytes];
        var length = StunResponses.WriteSuccess(response, request, Source, Password);
        Assert.True(StunMessage.TryParse(response.AsSpan(0, length), out var answer));
        Assert.False(StunCheck.IsSuccess(answer, new byte[12], Password));
        Assert.False(StunCheck.IsSuccess(answer, Transaction, "another"u8));
        Assert.True(StunMessage.TryParse(Check(), out var check));
        Assert.False(StunCheck.IsSuccess(check, Transaction, Password));
    }

    [Fact]
    public void An_unauthenticated_request_gets_an_answer_that_is_not_longer_than_itself_or_none()
    {
        var response = new byte[StunResponses.MaxBytes];
        Assert.True(StunMessage.TryParse(Check(), out var request));
        var length = StunResponses.WriteError(response, request, StunErrorCode.Unauthenticated);
        Assert.InRange(length, 1, request.Length);
        Assert.True(StunMessage.TryParse(response.AsSpan(0, length), out var answer));
        Assert.Equal((StunType.Error, 401, false), (answer.Type, answer.ErrorCode, answer.IsSigned));

        var bare = new byte[StunMessage.HeaderBytes];
        _ = new StunWriter(bare, StunType.Request, Transaction);
        Assert.True(StunMessage.TryParse(bare, out var small));
        Assert.Equal(0, StunResponses.WriteError(response, small, StunErrorCode.BadRequest));
    }

    [Fact]
    public void An_attribute_that_must_be_understood_and_is_not_is_named_in_the_answer()
    {
        var buffer = new byte[200];
        var writer = new StunWriter(buffer, StunType.Request, Transaction);
        writer.Add((StunAttribute)0x8FFF, "optional"u8);
        writer.Add((StunAttribute)0x0BAD, "must be understood"u8);
        writer.AddIntegrity(Password);
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out var request));
        Assert.Equal(0x0BAD, request.UnknownAttribute);
        var response = new byte[StunResponses.MaxBytes];
        var length = StunResponses.WriteError(response, request, StunErrorCode.UnknownAttribute, Password);
        Assert.True(StunMessage.TryParse(response.AsSpan(0, length), out var answer));
        Assert.Equal(420, answer.ErrorCode);
        Assert.True(answer.HasIntegrity(Password));
        Assert.NotEqual(-1, response.AsSpan(0, length).IndexOf((ReadOnlySpan<byte>)[0x00, 0x0A, 0x00, 0x02, 0x0B, 0xAD]));
    }

    [Fact]
    public void What_follows_the_integrity_is_ignored()
    {
        var buffer = new byte[200];
        var writer = new StunWriter(buffer, StunType.Request, Transaction);
        writer.AddUsername("srv"u8, "cli"u8);
        writer.AddIntegrity(Password);
        writer.Add(StunAttribute.UseCandidate, []);
        writer.Add((StunAttribute)0x0BAD, []);
        writer.AddFingerprint();
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out var request));
        Assert.True(request.HasIntegrity(Password));
        Assert.False(request.IsNomination);
        Assert.Equal(0, request.UnknownAttribute);
    }

    [Fact]
    public void Any_changed_bit_is_noticed()
    {
        var check = Check(nominate: true);
        for (var bit = 0; bit < check.Length * 8; bit++)
        {
            var changed = check.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            // A changed length can hide integrity and fingerprint in another attribute; a changed type, the fingerprint alone.
            if (StunMessage.TryParse(changed, out var message))
            {
                Assert.True(!message.IsSigned || bit / 8 is var at && at >= check.Length - 8 && at < check.Length - 4, $"bit {bit}");
            }
        }
    }

    /// <summary>Without a fingerprint it is the integrity that notices.</summary>
    [Fact]
    public void Any_changed_bit_of_what_is_signed_is_noticed()
    {
        var check = Check(nominate: true);
        check = check[..^8];
        check[3] -= 8;
        for (var bit = 0; bit < check.Length * 8; bit++)
        {
            var changed = check.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(StunMessage.TryParse(changed, out var message) && message.HasIntegrity(Password), $"bit {bit}");
        }

        Assert.True(StunMessage.TryParse(check, out var whole) && whole.HasIntegrity(Password));
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("0001000021", "a piece of a header")]
    [InlineData("000100002112A443000000000000000000000000", "another cookie")]
    [InlineData("400100002112A442000000000000000000000000", "a first byte of something else")]
    [InlineData("000100042112A442000000000000000000000000", "shorter than it says")]
    [InlineData("000100002112A44200000000000000000000000000000000", "longer than it says")]
    [InlineData("000100022112A4420000000000000000000000000006", "half an attribute's header")]
    [InlineData("000100042112A44200000000000000000000000000060001", "an attribute without its value")]
    [InlineData("000100082112A4420000000000000000000000000006000501020304", "an attribute longer than the message")]
    [InlineData("000100082112A4420000000000000000000000000008000401020304", "an integrity of four bytes")]
    [InlineData("000100082112A4420000000000000000000000008028000401020304", "a wrong fingerprint")]
    public void What_is_malformed_is_refused(string hex, string why) =>
        Assert.False(StunMessage.TryParse(Convert.FromHexString(hex), out _), why);

    [Fact]
    public void Nothing_follows_the_fingerprint()
    {
        var buffer = new byte[200];
        var writer = new StunWriter(buffer, StunType.Request, Transaction);
        writer.AddFingerprint();
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out _));
        var length = writer.Length;
        writer.Add(StunAttribute.Software, "more"u8);
        // Right for a length that counts what follows.
        var fingerprint = StunChecksum.Fingerprint(buffer.AsSpan(0, length - 8));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(length - 4), fingerprint);
        Assert.False(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out _));
    }

    [Theory]
    [InlineData(1476, true)]
    [InlineData(1480, false)]
    public void A_message_is_no_longer_than_a_datagram_that_is_not_fragmented(int value, bool accepted)
    {
        var buffer = new byte[2000];
        var writer = new StunWriter(buffer, StunType.Request, Transaction);
        writer.Add(StunAttribute.Software, new byte[value]);
        Assert.Equal(accepted, StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out _));
    }

    [Fact]
    public void Reading_checking_and_answering_allocates_nothing()
    {
        var check = Check();
        var response = new byte[StunResponses.MaxBytes];
        var sum = 0;
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            if (StunMessage.TryParse(check, out var request) && request.HasIntegrity(Password))
            {
                sum += StunResponses.WriteSuccess(response, request, Source, Password);
            }
        }));
        Assert.True(sum > 0);
    }

    private static byte[] Check(bool nominate = false)
    {
        var buffer = new byte[200];
        return buffer[..StunCheck.Write(buffer, Transaction, new StunCredentials("cli"u8, "srv"u8, Password), 77, nominate)];
    }
}

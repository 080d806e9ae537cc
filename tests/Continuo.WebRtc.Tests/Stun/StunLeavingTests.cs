using Continuo.WebRtc.Stun;

namespace Continuo.WebRtc.Tests.Stun;

public sealed class StunLeavingTests
{
    [Fact]
    public void Only_the_server_of_the_session_says_that_it_leaves()
    {
        var buffer = new byte[StunLeaving.MaxBytes];
        var length = StunLeaving.Write(buffer, "the server's password"u8);
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, length), out var message));
        Assert.Equal(StunType.Indication, message.Type);
        Assert.True(StunLeaving.Is(message, "the server's password"u8));
        Assert.False(StunLeaving.Is(message, "another password"u8));
        Assert.Equal(0, message.UnknownAttribute); // whoever does not know it ignores it
    }

    [Fact]
    public void An_indication_that_keeps_a_path_open_says_nothing()
    {
        var buffer = new byte[StunLeaving.MaxBytes];
        var writer = new StunWriter(buffer, StunType.Indication, new byte[StunCheck.TransactionBytes]);
        writer.AddIntegrity("the server's password"u8);
        writer.AddFingerprint();
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out var message));
        Assert.False(StunLeaving.Is(message, "the server's password"u8));
    }
}

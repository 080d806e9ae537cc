using Continuo.Rtp.Srtp;
using Continuo.WebRtc.Dtls;
using Continuo.WebRtc.Dtls.BouncyCastle;

namespace Continuo.WebRtc.Tests.Dtls;

public sealed class DtlsHandshakeTests
{
    [Theory]
    [InlineData(7, 7, 7)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 0, 7)]
    public async Task Both_sides_agree_on_the_best_profile_and_on_the_keys(int clientOnly, int serverOnly, int expected)
    {
        var pair = new DtlsPair { ClientProfiles = Only(clientOnly), ServerProfiles = Only(serverOnly) };
        var (client, server) = await pair.ConnectAsync();
        Assert.Equal(expected, (int)client.Keys.Profile);
        Assert.Equal(expected, (int)server.Keys.Profile);
        AssertKeysMatch(client, server);
        AssertKeysMatch(server, client);
    }

    [Fact]
    public async Task Sides_without_a_common_profile_refuse_each_other()
    {
        var pair = new DtlsPair { ClientProfiles = Only(1), ServerProfiles = Only(7) };
        var (client, server) = pair.Begin();
        await Assert.ThrowsAsync<DtlsException>(() => client);
        var refusal = await Assert.ThrowsAsync<DtlsException>(() => server);
        Assert.Contains("AEAD_AES_128_GCM", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_with_another_fingerprint_is_refused_by_either_side(bool isClientWrong)
    {
        var pair = new DtlsPair();
        var other = new BouncyEngine().Fingerprint;
        var (client, server) = pair.Begin(clientExpects: isClientWrong ? null : other, serverExpects: isClientWrong ? other : null);
        var (refusing, refused) = isClientWrong ? (server, client) : (client, server);
        Assert.Contains("another fingerprint", (await Assert.ThrowsAsync<DtlsException>(() => refusing)).Message, StringComparison.Ordinal);
        Assert.Contains("bad_certificate", (await Assert.ThrowsAsync<DtlsException>(() => refused)).Message, StringComparison.Ordinal);
        Assert.True(pair.ClientPipe.IsClosed);
        Assert.True(pair.ServerPipe.IsClosed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lost_flights_are_sent_again(bool isToServer)
    {
        var pair = new DtlsPair();
        // The first datagram of every flight is lost once: hello, certificates, finished.
        var seen = new HashSet<(byte Type, byte Message)>();
        (isToServer ? pair.ToServer : pair.ToClient).IsLost = (_, bytes) => seen.Add((bytes[0], bytes.Length > 13 ? bytes[13] : (byte)0));
        var (client, server) = await pair.ConnectAsync();
        AssertKeysMatch(client, server);
        Assert.True(seen.Count >= 3);
    }

    [Fact]
    public async Task The_last_flight_is_repeated_by_the_established_connection()
    {
        var pair = new DtlsPair();
        var lost = 0;
        // The server is done when it has sent its ChangeCipherSpec and Finished; the client does not get them.
        pair.ToClient.IsLost = (_, bytes) => (bytes[0] == 20 || bytes[3..5].AsSpan().IndexOfAnyExcept((byte)0) >= 0) && lost++ < 2;
        var (client, server) = await pair.ConnectAsync();
        Assert.True(lost > 2);
        AssertKeysMatch(client, server);
    }

    [Fact]
    public async Task A_hello_in_several_datagrams_is_put_together()
    {
        var pair = new DtlsPair();
        var (whole, cut) = (pair.ToServer, new List<byte[]>());
        whole.IsLost = (number, bytes) =>
        {
            if (bytes[0] != 22 || bytes[13] != 1) return false;
            cut.AddRange(HelloCutter.Cut(bytes, number * 8));
            foreach (var part in cut) pair.ServerPipe.Deliver(part);
            return true;
        };
        var (client, server) = await pair.ConnectAsync();
        Assert.True(cut.Count >= 3);
        AssertKeysMatch(client, server);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Close_notify_reaches_the_other_side_and_closes_it(bool isClient)
    {
        var pair = new DtlsPair();
        var (client, server) = await pair.ConnectAsync();
        var (closing, other) = isClient ? (client, server) : (server, client);
        Assert.True(other.Process());
        closing.Close();
        closing.Close();
        Assert.False(other.Process());
        Assert.True(closing.IsClosed);
        Assert.True(other.IsClosed);
    }

    [Fact]
    public async Task Foreign_records_do_not_close_a_connection()
    {
        var pair = new DtlsPair();
        var (client, server) = await pair.ConnectAsync();
        var forged = pair.ToServer.Sent[^1].ToArray();
        forged[^1] ^= 1;
        forged[10]++; // a record number that was not used yet
        pair.ServerPipe.Deliver(forged);
        pair.ServerPipe.Deliver([21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 99, 0, 2, 2, 40]); // an alert without encryption
        pair.ServerPipe.Deliver([]);
        pair.ServerPipe.Deliver(new byte[1500]);
        Assert.True(server.Process());
        client.Close();
        Assert.False(server.Process());
    }

    [Fact]
    public async Task A_handshake_ends_at_its_time_out()
    {
        var pair = new DtlsPair { Timeout = TimeSpan.FromMilliseconds(300) };
        pair.ToServer.IsLost = (_, _) => true;
        var (client, server) = pair.Begin();
        Assert.Contains("in time", (await Assert.ThrowsAsync<DtlsException>(() => server)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DtlsException>(() => client);
        Assert.True(pair.ToServer.Sent.Count >= 2);
    }

    [Fact]
    public async Task Closing_the_pipe_ends_a_running_handshake_at_once()
    {
        var pair = new DtlsPair { Timeout = TimeSpan.FromMinutes(10) };
        pair.ToServer.IsLost = (_, _) => true;
        var (client, server) = pair.Begin();
        pair.ClientPipe.Close();
        pair.ServerPipe.Close();
        await Assert.ThrowsAsync<DtlsException>(() => client);
        await Assert.ThrowsAsync<DtlsException>(() => server);
    }

    private static IReadOnlyList<SrtpProfile> Only(int profile) =>
        profile == 0 ? [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CounterSha1] : [(SrtpProfile)profile];

    // What one side protects, the other reads.
    private static void AssertKeysMatch(IDtlsConnection from, IDtlsConnection to)
    {
        using var protector = from.Keys.CreateProtector(from.Role == DtlsRole.Client);
        using var unprotector = to.Keys.CreateUnprotector(to.Role == DtlsRole.Client);
        byte[] packet = [0x80, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 1, 2, 3, 4, .. new byte[SrtpProfiles.MaxOverhead]];
        var length = protector.Protect(packet, 16);
        Assert.Equal(SrtpVerdict.Accepted, unprotector.Unprotect(packet.AsSpan(0, length), out var plain));
        Assert.Equal((byte[])[1, 2, 3, 4], packet[12..plain]);
    }
}

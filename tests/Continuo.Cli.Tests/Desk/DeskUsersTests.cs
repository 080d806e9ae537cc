using Continuo.Cli.Desk;
using Continuo.Mumble.Addresses;
using Continuo.Streams;

namespace Continuo.Cli.Tests.Desk;

public sealed class DeskUsersTests
{
    private readonly DeskUsers _users = new(new AudioSystem().UseMumble());

    [Fact]
    public void Each_connection_has_a_name_and_a_certificate_of_its_own()
    {
        Assert.Equal("mumble://host/room?name=Desk_Anna&identity=desk-anna", _users.Complete("mumble://host/room", "Anna"));
        Assert.Equal("mumble://host/other?volume=2&name=Desk_anna_2&identity=desk-anna-2",
            _users.Complete("mumble://host/other?volume=2", "anna"));
        Assert.StartsWith("mumble://host/room?name=Desk_Anna_B&identity=desk-anna-b-",
            _users.Complete("mumble://host/room", "Anna B"), StringComparison.Ordinal);
        Assert.Equal("mumble://host/room?name=Desk_Anna_B_2&identity=desk-anna-b", _users.Complete("mumble://host/room", "Anna-B"));
    }

    [Fact]
    public void What_an_address_says_stays_and_other_addresses_are_left_alone()
    {
        Assert.Equal("mumble://host/room?name=Mio&identity=mine", _users.Complete("mumble://host/room?name=Mio&identity=mine", "Anna"));
        Assert.Equal("mumble://Mio@host/room?identity=desk-anna", _users.Complete("mumble://Mio@host/room", "Anna"));
        Assert.Equal("tone:440", _users.Complete("tone:440", "Anna"));
    }
}
